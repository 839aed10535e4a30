import type { EventView } from '#protocol/methods/records';
import { visible } from '#protocol/shown/visible';
import type { ServerLine } from '../../connection/serverLine';
import type { Translator } from '../../shown/translator';

/** One line below a query: what is wrong, what may come next, or a span that was found. */
export interface QueryRow {
  readonly label: string;
  readonly description: string;
  /** The text that takes the place of the query when the line is chosen. */
  readonly completes?: string;
  readonly event?: Pick<EventView, 'run_id' | 'span_id'>;
  /** Whether the line opens the whole answer in a view of its own. */
  readonly isWhole?: true;
}

/** Whether a text means to be TraceQL and not words to search for. */
export function looksLikeQuery(text: string): boolean {
  return /^\s*(?:[{(]|traces\s*\{|(?:by|count|select)\s*\()/.test(text);
}

/** What a query that is being typed finds; while it is not whole, what is wrong with it and what may follow. */
export async function queryRows(
  line: ServerLine,
  text: string,
  l10n: Translator,
): Promise<readonly QueryRow[]> {
  const { problems, offers, is_series } = await line.request('trace/check', { q: text.slice(0, 8192) });
  const said = problems.map(({ severity, message, column }) => ({
    label: `$(${severity}) ${message}`,
    description: l10n.t('column {0}', column),
  }));
  if (problems.some(({ severity }) => severity === 'error')) {
    const next = offers.slice(0, 50).map(({ label, detail, insert, start, end }) => ({
      label: `$(symbol-field) ${visible(label)}`,
      description: detail,
      completes: text.slice(0, start) + insert + text.slice(end),
    }));
    return [...said, ...next];
  }
  if (is_series) {
    return [...said, wholeRow('graph-line', l10n.t('Draw the numbers over time'))];
  }
  return [...said, ...(await answerRows(line, text, l10n))];
}

async function answerRows(line: ServerLine, text: string, l10n: Translator): Promise<readonly QueryRow[]> {
  const { items, is_partial, spans_read } = await line.request('trace/query', { q: text });
  const partial = {
    label: `$(info) ${l10n.t('Partial: only the newest {0} spans were read.', spans_read)}`,
    description: '',
  };
  const rows = items.flatMap(({ root_name, run_id, trace_id, spansets }) =>
    spansets
      .flatMap(({ spans }) => spans)
      .map(({ name, span_id }) => ({
        label: `$(symbol-event) ${visible(name)}`,
        description: visible(root_name),
        event: { run_id: run_id ?? trace_id, span_id },
      })),
  );
  const none = { label: l10n.t('Nothing was found.'), description: '' };
  const whole = wholeRow('list-tree', l10n.t('List all {0} traces with what was selected', items.length));
  return [...(is_partial ? [partial] : []), ...(rows.length === 0 ? [none] : [whole, ...rows])];
}

function wholeRow(icon: string, label: string): QueryRow {
  return { label: `$(${icon}) ${label}`, description: '', isWhole: true };
}
