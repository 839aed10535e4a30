import type { Completion } from '#protocol/language/service';
import type { CursorPlace } from '../cursor/place';

/** Numbers of the language protocol for kinds of completions. */
export const kinds = { key: 10, word: 20, tool: 3, step: 18, module: 9, value: 12 } as const;

/** One thing that may stand at the cursor. */
export interface Offer {
  readonly label: string;
  readonly kind: Completion['kind'];
  readonly detail: string;
  readonly documentation: string;
  readonly insert: string;
}

/** An offer as an editor takes it; offers keep their order. */
export function item(
  { range }: Pick<CursorPlace, 'range'>,
  { label, kind, detail, documentation, insert }: Offer,
  index: number,
): Completion {
  return {
    label,
    kind,
    detail,
    ...(documentation === '' ? {} : { documentation }),
    sortText: String(index).padStart(4, '0'),
    filterText: label,
    textEdit: { range, newText: insert },
  };
}
