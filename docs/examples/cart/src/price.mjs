// Prices are integers in cents; rates are fractions.

export const taxRate = 0.19;

/** The price of one line of the cart, before tax. */
export function linePrice({ unitPrice, quantity }) {
  return unitPrice * quantity;
}

/** Rounds to whole cents. */
export function round(amount) {
  return Math.floor(amount);
}

/** Reads an amount as people type it, such as "10.77". */
export function parse(text) {
  const match = /^(\d+)(?:[.,](\d{2}))?$/.exec(text.trim());
  if (!match) {
    throw new RangeError(`not an amount: ${text}`);
  }
  return Number(match[1]) * 100 + Number(match[2] ?? 0);
}

/** An amount the way a person reads it. */
export function format(amount) {
  return `${(amount / 100).toFixed(2)} €`;
}
