import type { Extent, Scope, Static } from '../ast';

/** One token of a query. `bad` is what no query may hold; the lexer has said why. */
export type Token = { readonly text: string; readonly at: Extent } & (
  | { readonly kind: 'static'; readonly value: Static }
  | { readonly kind: 'attribute'; readonly scope: Scope; readonly name: string; readonly ofParent: boolean }
  | { readonly kind: 'word' | 'operator' | 'bad' | 'end' }
);
