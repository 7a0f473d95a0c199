import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('OptOutMapping', {
  'says the rule in words as it is changed': async (page) => {
    const piece = page.locator('[data-state="checkbox"]');
    await piece
      .getByText('A ticked box means the person has opted out. An empty box means they may be texted.')
      .waitFor();
    await piece.getByRole('radio', { name: 'May be texted', exact: true }).click();
    await piece
      .getByText('A ticked box means the person may be texted. An empty box means they have opted out.')
      .waitFor();
  },
  'asks whether it is the other way round, and turns it': async (page) => {
    const piece = page.locator('[data-state="wrong way round"]');
    assert.match(await piece.innerText(), /This would opt out 46,900 of 48,210 people\. Is it the other way round\?/);
    await piece.getByRole('button', { name: 'Turn it round' }).click();
    await piece.getByText('A ticked box means the person has opted out.').waitFor();
  },
  'never guesses the values of a picklist that are not plain': async (page) => {
    const piece = page.locator('[data-state="checkbox"]');
    await piece.getByLabel('Field in Salesforce').click();
    await page.getByRole('option', { name: /^Term/ }).click();
    await piece
      .getByText(
        '… means opted out, … means they may be texted, empty keeps what we have, anything else is an error in that row.',
      )
      .waitFor();
  },
  'says that opt-outs would not go back when the field is locked': async (page) => {
    assert.match(await page.locator('[data-state="not writable"]').innerText(), /The API user can't edit May_Text__c/);
  },
  'says what it means to exchange nothing': async (page) => {
    assert.match(
      await page.locator('[data-state="not exchanged"]').innerText(),
      /Texting preferences are not exchanged\. New contacts come in opted in/,
    );
  },
});
