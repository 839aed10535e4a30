import type { Tell } from '#protocol/translation/tell';
import type { Call, Outcome } from './invocation';
import { fieldsText, type ListShape, listText } from './terminal/list';

/** The answer of every list, as the server gives it. */
interface Page<Item> {
  readonly total: number;
  readonly items: readonly Item[];
}

/** How many items a list command asks for. */
export function pageOf(call: Call): { readonly limit?: number; readonly offset?: number } {
  const { limit } = call.globals;
  const offset = call.given.number('offset');
  return { ...(limit === undefined ? {} : { limit }), ...(offset === undefined ? {} : { offset }) };
}

/** A list in the format asked for; `--json` gives the whole answer with its counts. */
export function listOutcome<Item>(call: Call, page: Page<Item>, shape: ListShape<Item>): Outcome {
  const format = call.given.format();
  const text = listText(page.items, shape, format, call.terminal.outColor);
  const left = page.total - page.items.length;
  const rest = left > 0 && format === 'table' ? `\n(${left} more; see --limit and --offset)` : '';
  return { document: page, text: `${text}${rest}` };
}

/** One thing by its fields. */
export function fieldsOutcome(call: Call, document: object, fields: readonly string[]): Outcome {
  const values = document as Readonly<Record<string, unknown>>;
  const { told } = call.messages;
  const shown = Object.fromEntries(fields.map((name) => [name, toldField(name, values[name], told)]));
  return { document, text: fieldsText(shown, call.terminal.outColor) };
}

const sentences: ReadonlySet<string> = new Set(['reason', 'message', 'summary', 'why']);

/** A field is a sentence of ours by its name, or has one for its message; all others are data. */
function toldField(name: string, value: unknown, told: Tell): unknown {
  if (typeof value === 'string') return sentences.has(name) ? told(value) : value;
  const isError = typeof value === 'object' && value !== null && 'message' in value;
  return isError && typeof value.message === 'string' ? { ...value, message: told(value.message) } : value;
}
