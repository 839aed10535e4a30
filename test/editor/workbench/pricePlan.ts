/** A file with a price in each of its lines. */
export const prices = Array.from(
  { length: 40 },
  (_, line) => `export const price${line} = ${line * 10};\n`,
).join('');

/** The prices as the plan wants them: two are lower, in two hunks. */
export const lowerPrices = prices
  .replace('price2 = 20', 'price2 = 18')
  .replace('price30 = 300', 'price30 = 280');

const plan = JSON.stringify({
  schema: 'plan/1',
  title: 'Lower two prices',
  steps: [
    { id: 'draft', uses: 'write_file_preview', with: { path: 'docs/prices.txt', content: lowerPrices } },
    {
      id: 'lower',
      title: 'Lower the prices',
      uses: 'write_file_apply',
      needs: ['draft'],
      with: { preview: '${steps.draft.output}' },
    },
  ],
});

/** A plan that lowers two prices, and the file it is about. */
export const pricePlan: Readonly<Record<string, string>> = {
  'lower.plan.json': plan,
  'docs/prices.txt': prices,
};
