import type { Translator } from '../shown/translator';
import { moreRow, pageSize } from './moreRow';
import type { TreeRow } from './treeRow';

/** One page of a list as the server answers it. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
}

/** A list that a tree reads page by page, as far as somebody wanted to see it. */
export class PagedList {
  readonly #tree: string;
  #pageCount = 1;

  constructor(tree: string) {
    this.#tree = tree;
  }

  /** One page more from now on. */
  goOn(): void {
    this.#pageCount += 1;
  }

  /** The rows of all pages wanted so far, and one that leads on when there are more. */
  async read<T>(
    request: (paging: { readonly limit: number; readonly offset: number }) => Promise<Page<T>>,
    rowOf: (item: T) => TreeRow,
    l10n: Translator,
  ): Promise<readonly TreeRow[]> {
    const items: T[] = [];
    let totalCount = 0;
    for (let page = 0; page < this.#pageCount; page += 1) {
      const answer = await request({ limit: pageSize, offset: items.length });
      items.push(...answer.items);
      totalCount = answer.total;
      if (answer.items.length === 0 || items.length >= totalCount) {
        break;
      }
    }
    const more = { shownCount: items.length, totalCount };
    return [...items.map(rowOf), ...(items.length < totalCount ? [moreRow(this.#tree, more, l10n)] : [])];
  }
}
