import type {
  Completion,
  Diagnostic,
  Hover,
  LanguageDocument,
  LanguageFacts,
  TextPosition,
} from '#protocol/language/service';
import { completeTraceql, type QueryOffer } from '../traceql/assist/completeTraceql';
import { knownAttribute } from '../traceql/check/knownAttributes';
import { checkQuery } from '../traceql/checkQuery';
import { intrinsicOf, intrinsics } from '../traceql/intrinsics';
import type { Token } from '../traceql/lexer/token';
import { tokenize } from '../traceql/lexer/tokenize';
import { longestQuery } from '../traceql/parser/parseQuery';
import { TextLines } from './text/textLines';

/** One open query, understood anew after each change: queries are short. */
export class TraceqlText implements LanguageDocument {
  readonly isAboutRecord = true;
  #lines = new TextLines('');

  update(text: string): void {
    this.#lines = new TextLines(text);
  }

  diagnostics({ seen }: Pick<LanguageFacts, 'seen'>): Diagnostic[] {
    const lines = this.#lines;
    if (lines.text.trim() === '') return [];
    return checkQuery(lines.text, seen).problems.map(({ severity, message, at }) => ({
      range: { start: lines.positionAt(at.start), end: lines.positionAt(at.end) },
      severity: severity === 'error' ? 1 : 2,
      code: 'QUERY_INVALID',
      source: 'holdpoint',
      message,
    }));
  }

  complete(position: TextPosition, { seen }: Pick<LanguageFacts, 'seen'>): Completion[] {
    const lines = this.#lines;
    const offers = completeTraceql(lines.text, lines.offsetAt(position), seen);
    return offers.map(({ label, kind, detail, insert, start, end }, index) => ({
      label,
      kind: kinds[kind],
      detail,
      sortText: String(index).padStart(4, '0'),
      filterText: label,
      textEdit: { range: { start: lines.positionAt(start), end: lines.positionAt(end) }, newText: insert },
    }));
  }

  hover(position: TextPosition, { locale }: Pick<LanguageFacts, 'locale'>): Hover | null {
    const lines = this.#lines;
    const offset = lines.offsetAt(position);
    if (lines.text.length > longestQuery) return null;
    const token = tokenize(lines.text).tokens.find(({ at }) => at.start <= offset && offset < at.end);
    const value = token === undefined ? null : aboutToken(token, locale);
    if (token === undefined || value === null) return null;
    const range = { start: lines.positionAt(token.at.start), end: lines.positionAt(token.at.end) };
    return { contents: { kind: 'markdown', value }, range };
  }

  definition = () => null;
  references = () => [];
  prepareRename = () => null;
  rename = () => [];
  symbols = () => [];
  folding = () => [];
  lenses = () => [];
  fixes = () => [];
}

const kinds = {
  attribute: 10,
  intrinsic: 10,
  function: 3,
  value: 12,
  operator: 20,
} as const satisfies Record<QueryOffer['kind'], Completion['kind']>;

const unknownAttribute = {
  en: 'An attribute that Holdpoint does not write itself; its type is that of its values.',
  ja: 'Holdpoint 自身が書かない属性です。型は値によって決まります。',
};

function aboutToken(token: Token, locale: LanguageFacts['locale']): string | null {
  if (token.kind === 'word') {
    const name = intrinsicOf(token.text);
    return name === undefined ? null : `**${name}**: ${intrinsics[name]}`;
  }
  if (token.kind !== 'attribute') return null;
  const known = knownAttribute(token.name);
  if (known === undefined) return unknownAttribute[locale];
  const values = known.values.map((value) => `\`${value}\``).join(', ');
  return `**${known.scope}.${token.name}**: ${known.type}${values === '' ? '' : `\n\n${values}`}`;
}
