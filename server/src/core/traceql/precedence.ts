import { comparisons, structural } from './ast';

/** How tightly an operator binds, from `&&` and `||` (one level) up; `^` alone groups to the right. */
export function precedence(operator: string): number {
  return Object.hasOwn(levels, operator) ? (levels[operator] ?? 0) : 0;
}

/** How tightly `!` and unary minus bind what follows them. */
export const prefixPrecedence = { '!': 4, '-': 7 } as const;

const levels: Readonly<Record<string, number>> = {
  '&&': 1,
  '||': 1,
  ...Object.fromEntries([...comparisons, ...structural].map((operator) => [operator, 2])),
  '+': 3,
  '-': 3,
  '*': 5,
  '/': 5,
  '%': 5,
  '^': 6,
};
