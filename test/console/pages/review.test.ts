import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { until } from '../../support/until.ts';
import { assertSound, VIEWS } from '../browser.ts';
import { reviewItems } from '../fakeOptOuts.ts';
import { focused, openOptOuts, type OptOutPage } from '../optOutPage.ts';

const OPT_OUT_1 = 'POST review/1 {"decision":"opt_out"}';
const KEEP_1 = 'POST review/1 {"decision":"keep"}';

describe('pages: Review queue', function () {
  this.timeout(180_000);
  let page: Page;

  const open = async (...given: Parameters<typeof openOptOuts>): Promise<OptOutPage> => {
    const opened = await openOptOuts(...given);
    page = opened.page;
    return opened;
  };
  const item = (name: string) => page.getByRole('article', { name: `Message from ${name}` });

  afterEach(async () => page?.context().close());

  it('shows the message as received, what came before it, why it is here, and the clock', async () => {
    await open('/review', { review: reviewItems(3) });
    const words = await item('Dorothy Hale').innerText();
    assert.match(words, /I’m done with this\.\nleave me alone!!/);
    assert.match(words, /can mean that no more messages are wanted/);
    assert.match(words, /Received Nov 20, 2026, 2:14 PM ET by 1-716-555-0100\. Texting is paused\./);
    assert.match(words, /Before it\s+“thanks 0”/);
    assert.match(words, /2 business days left \(Dec 3\)/);
    assert.match(await page.getByRole('main').innerText(), /3 waiting, the oldest due Dec 2/);
  });

  it('leads from a contact to its message', async () => {
    await open('/review?item=3', { review: reviewItems(4) });
    assert.equal(await focused(page), 'Message from Sam Reed');
  });

  it('opts out at once, and focus moves on to the next message', async () => {
    const { fake } = await open('/review', { review: reviewItems(3) });
    await page.getByRole('button', { name: 'Opt out: Maria Lopez' }).click();
    await item('Maria Lopez').waitFor({ state: 'detached' });
    assert.deepEqual(fake.asked, [OPT_OUT_1]);
    assert.equal(await focused(page), 'Message from Dorothy Hale');
    await page.getByRole('status').getByText('Maria Lopez is opted out').waitFor({ state: 'attached' });
  });

  it('is worked by keyboard alone: j, k, o, w', async () => {
    const { fake } = await open('/review', { review: reviewItems(4) });
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    assert.equal(await focused(page), 'Message from Dorothy Hale');
    await page.keyboard.press('w');
    await item('Dorothy Hale').waitFor({ state: 'detached' });
    assert.equal(await focused(page), 'Message from Sam Reed');
    await page.keyboard.press('k');
    await page.keyboard.press('o');
    await item('Maria Lopez').waitFor({ state: 'detached' });
    assert.deepEqual(fake.asked, ['POST review/2 {"decision":"wrong_number"}', OPT_OUT_1]);
    assert.equal(await focused(page), 'Message from Sam Reed');
  });

  it('decides nothing when g and a letter name a section', async () => {
    const { fake } = await open('/review', { review: reviewItems(2) });
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    assert.deepEqual(fake.asked, []);
  });

  it('keeps opted in only after ten seconds, and Undo sends nothing', async () => {
    const { fake } = await open('/review', { review: reviewItems(2) });
    await page.clock.install();
    await page.keyboard.press('i');
    await page.getByText(/Maria Lopez stays opted in, and may be texted again in \d+ s/).waitFor();
    assert.equal(await focused(page), 'Message from Dorothy Hale');
    await page.clock.runFor(9_000);
    assert.deepEqual(fake.asked, []);
    await page.keyboard.press('u');
    await page.getByRole('button', { name: 'Keep opted in: Maria Lopez' }).waitFor();
    assert.equal(await focused(page), 'Message from Maria Lopez');
    await page.clock.runFor(20_000);
    assert.deepEqual(fake.asked, []);

    await page.getByRole('button', { name: 'Keep opted in: Maria Lopez' }).click();
    await page.clock.runFor(10_500);
    await until(async () => fake.asked.length === 1, { what: 'the decision being sent' });
    assert.deepEqual(fake.asked, [KEEP_1]);
  });

  it('sends what waits for its Undo when the page is left', async () => {
    const { fake } = await open('/review', { review: reviewItems(2) });
    await page.getByRole('button', { name: 'Keep opted in: Maria Lopez' }).click();
    assert.deepEqual(fake.asked, []);
    await page.getByRole('link', { name: 'Contacts' }).click();
    await until(async () => fake.asked.length === 1, { what: 'the decision being sent' });
    assert.deepEqual(fake.asked, [KEEP_1]);
  });

  it('says why a decision was refused, and that message stays', async () => {
    const { fake } = await open('/review', { review: reviewItems(2) });
    fake.fails = { status: 409, code: 'review_decided', message: 'Dana Cole decided about this message at 2:20 PM ET.' };
    await page.getByRole('button', { name: 'Opt out: Maria Lopez' }).click();
    await page.getByRole('alert').getByText('Dana Cole decided about this message').first().waitFor();
    await item('Maria Lopez').waitFor();
  });

  it('ends with nothing to review, and focus on the heading', async () => {
    await open('/review', { review: reviewItems(1) });
    await page.keyboard.press('o');
    await page.getByText('No messages to review.').waitFor();
    assert.equal(await focused(page), 'Review queue');
  });

  for (const view of VIEWS) {
    it(`has no serious fault and no sideways scroll, light and dark, ${view.width} px`, async () => {
      await open('/review', { review: reviewItems(7) }, view);
      await assertSound(page);
    });
  }
});
