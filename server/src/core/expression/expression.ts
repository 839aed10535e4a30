import type { Reference } from './reference';

export const comparisons = ['==', '!=', '<=', '>=', '<', '>'] as const;
/** How two values are compared. */
export type Comparison = (typeof comparisons)[number];

/** A condition, parsed. `column` counts from 1 and points at the name or operator for messages. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: null | boolean | number | string }
  | { readonly kind: 'name'; readonly reference: Reference; readonly column: number }
  | { readonly kind: 'not'; readonly operand: Expression; readonly column: number }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[]; readonly column: number }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: Expression;
      readonly right: Expression;
      readonly column: number;
    };

/** Every name that a condition uses, in order. */
export function namesIn(
  expression: Expression,
): readonly { readonly reference: Reference; readonly column: number }[] {
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'name':
      return [expression];
    case 'not':
      return namesIn(expression.operand);
    case 'and':
    case 'or':
      return expression.operands.flatMap((operand) => namesIn(operand));
    case 'compare':
      return [...namesIn(expression.left), ...namesIn(expression.right)];
  }
}
