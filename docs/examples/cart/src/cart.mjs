import { linePrice, round, taxRate } from './price.mjs';

/** What the whole cart costs, with tax. */
export function total(lines) {
  const net = lines.reduce((sum, line) => sum + linePrice(line), 0);
  return round(net + net * taxRate);
}
