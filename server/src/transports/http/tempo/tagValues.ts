import type { Context } from 'hono';
import type { HttpEnv } from '../httpDesk';
import { type Ask, rangeOf } from './ask';

/** A value with its type, as Tempo tells it. */
export interface TagValue {
  readonly type: string;
  readonly value: string;
}

const words: ReadonlyMap<string, readonly string[]> = new Map([
  ['status', ['error', 'ok', 'unset']],
  ['kind', ['client', 'consumer', 'internal', 'producer', 'server', 'unspecified']],
]);

const intrinsicFacts: ReadonlyMap<string, string> = new Map([
  ['name', 'span:name'],
  ['rootName', 'span:name'],
  ['rootServiceName', 'trace:rootService'],
  ['service.name', 'trace:rootService'],
]);

/** The values of the tag of a request; where it comes with conditions (`q`), those of spans that meet them. */
export async function tagValues(context: Context<HttpEnv>, ask: Ask): Promise<readonly TagValue[]> {
  const tag = tagOf(context);
  const conditions = context.req.query('q') ?? '';
  const met = /^\s*(\{\s*\}\s*)?$/.test(conditions)
    ? undefined
    : await valuesMeeting(context, ask, { tag, conditions });
  return met ?? (await knownValues(ask, tag));
}

/** The tag of a request. Data sources escape it once, and some of them what is escaped once more. */
function tagOf(context: Context<HttpEnv>): string {
  const tag = context.req.param('tag') ?? '';
  try {
    return /%[0-9A-Fa-f]{2}/.test(tag) ? decodeURIComponent(tag) : tag;
  } catch {
    return tag;
  }
}

/**
 * Every value among the spans that meet the conditions. Whoever is asked for values while somebody types gets conditions
 * that are no query yet: those are passed over, as Tempo does, so that there is something to choose from.
 */
async function valuesMeeting(
  context: Context<HttpEnv>,
  ask: Ask,
  { tag, conditions }: { readonly tag: string; readonly conditions: string },
): Promise<readonly TagValue[] | undefined> {
  const attribute = attributeOf(tag);
  const q = `${conditions} | count_over_time() by (${attribute})`;
  try {
    const { series } = await ask('trace/series', { q, ...rangeOf(context) });
    return series.flatMap(({ labels: [label] }) => {
      const value = label?.value;
      const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
      if (!isPlain) return [];
      return [label?.wide === true ? { type: 'int', value: String(value) } : tagValue(attribute, value)];
    });
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'QUERY_INVALID') return undefined;
    throw error;
  }
}

/** A tag as queries name it. */
function attributeOf(tag: string): string {
  if (intrinsics.has(tag)) return tag;
  const [, scope = '', name = tag] = scoped.exec(tag) ?? [];
  return `${scope}.${/^[\w.-]+$/.test(name) ? name : JSON.stringify(name)}`;
}

const scoped = /^(span|resource|event|)\.(.+)$/s;

const intrinsics: ReadonlySet<string> = new Set([
  ...['name', 'kind', 'status', 'statusMessage', 'rootName', 'rootServiceName'],
  ...['span:name', 'span:kind', 'span:status', 'span:statusMessage', 'trace:rootName', 'trace:rootService'],
  'event:name',
]);

function tagValue(attribute: string, value: string | number | boolean): TagValue {
  if (typeof value === 'string') {
    return { type: /(^|:)(kind|status)$/.test(attribute) ? 'keyword' : 'string', value };
  }
  const number = Number.isInteger(value) ? 'int' : 'float';
  return { type: typeof value === 'boolean' ? 'bool' : number, value: String(value) };
}

/** What the newest spans hold; of status and kind, every word. */
async function knownValues(ask: Ask, tag: string): Promise<readonly TagValue[]> {
  const [, scope = '', name = tag] = scoped.exec(tag) ?? [];
  const bare = name.replace(/^(span|trace):/, '');
  const fixed = words.get(bare);
  if (fixed !== undefined && scope === '') {
    return fixed.map((value) => ({ type: 'keyword', value }));
  }
  const facts = await ask('trace/facts', {});
  const found = facts.attributes.filter(
    (fact) => fact.name === name && (scope === '' || fact.scope === scope),
  );
  const written = found.flatMap(({ values }) => values);
  const intrinsic = scope === '' ? (facts.intrinsics[intrinsicFacts.get(bare) ?? ''] ?? []) : [];
  return [...new Set([...written, ...intrinsic])].map(readValue);
}

/** A value as queries write it, read back. */
function readValue(written: string): TagValue {
  if (written.startsWith('"') || written.startsWith('`')) {
    return { type: 'string', value: unquoted(written) };
  }
  if (written === 'true' || written === 'false') {
    return { type: 'bool', value: written };
  }
  return { type: /^-?\d+$/.test(written) ? 'int' : 'float', value: written };
}

function unquoted(written: string): string {
  try {
    return String(JSON.parse(written));
  } catch {
    return written.slice(1, -1);
  }
}
