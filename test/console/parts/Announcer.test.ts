import { describePart } from '../describePart.ts';

describePart('Announcer', {
  'says progress politely and a failure at once': async (page) => {
    await page.getByRole('button', { name: 'Say progress' }).click();
    await page.getByRole('status').filter({ hasText: '14,000 rows read' }).waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Say failure' }).click();
    await page.getByRole('alert').filter({ hasText: 'The run failed' }).waitFor({ state: 'attached' });
  },
});
