import { strictEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { total } from '../src/cart.mjs';
import { format, linePrice, round } from '../src/price.mjs';

test('a line costs its unit price times its quantity', () => {
  strictEqual(linePrice({ unitPrice: 250, quantity: 3 }), 750);
});

test('ten pieces of one article are ten per cent cheaper', () => {
  strictEqual(linePrice({ unitPrice: 100, quantity: 10 }), 900);
});

test('amounts are rounded half up', () => {
  strictEqual(round(10.5), 11);
});

test('tax is added once, to the discounted sum', () => {
  strictEqual(total([{ unitPrice: 100, quantity: 10 }, { unitPrice: 5, quantity: 1 }]), 1077);
});

test('an empty cart costs nothing', () => {
  strictEqual(total([]), 0);
});

test('amounts are shown with two decimals', () => {
  strictEqual(format(1077), '10.77 €');
});
