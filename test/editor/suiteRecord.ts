/** What the driver hands to the suite in the editor, in the variable HOLDPOINT_SUITE. */
export interface SuiteOrder {
  /** The bundles with the tests. */
  readonly files: readonly string[];
  /** The file to which each result is added as a line. */
  readonly record: string;
}

/** One test that ran in the editor, or the last line, which says that all have. */
export type SuiteLine =
  | { readonly kind: 'test'; readonly path: readonly string[]; readonly failure: string | null }
  | { readonly kind: 'end'; readonly editor: string; readonly node: string };
