import { html, type Markup, nothing, type Part } from './markup';
import type { ReportTexts } from './texts';

/** One column of a table of a report. */
export interface ReportColumn<Item> {
  readonly name: string;
  readonly value: (item: Item) => Part;
  readonly isNumber?: boolean;
}

/** A table with more rows is not read by anybody. */
const mostRows = 500;

/** A table of a report; of very many rows the first, with a note that says so. */
export function dataTable<Item>(
  columns: readonly ReportColumn<Item>[],
  items: readonly Item[],
  texts: ReportTexts,
): Markup {
  const shown = items.slice(0, mostRows);
  const heads = columns.map(
    ({ name, isNumber }) => html`<th scope="col" class="${mark(isNumber)}">${name}</th>`,
  );
  const rows = shown.map(
    (item) =>
      html`<tr>${columns.map(({ value, isNumber }) => html`<td class="${mark(isNumber)}">${value(item)}</td>`)}</tr>`,
  );
  const cut =
    items.length > shown.length
      ? html`<p class="note">${texts.cut(shown.length, items.length)}</p>`
      : nothing;
  return html`${cut}<div class="card"><table><thead><tr>${heads}</tr></thead><tbody>
${rows}
</tbody></table></div>`;
}

function mark(isNumber: boolean | undefined): string {
  return isNumber === true ? 'number' : 'text';
}
