import type { Context, Hono } from 'hono';
import { AppError } from '#protocol/errors';
import type { TraceFound } from '#protocol/methods/traces/queries';
import { jsonAnswer } from '../answers';
import type { HttpDesk, HttpEnv } from '../httpDesk';
import { answering, numberOf, rangeOf } from './ask';
import { tempoAttributes } from './tempoValue';

/** Searches in the shape of Tempo's `GET /api/search`. */
export function addSearchRoutes(app: Hono<HttpEnv>, desk: HttpDesk): void {
  app.get(
    '/api/search',
    answering(desk, async (context, ask) => {
      const limit = Math.min(500, Math.max(1, numberOf(context, 'limit', 20)));
      const span_limit = Math.min(500, Math.max(1, numberOf(context, 'spss', 3)));
      const q = searchQuery(context);
      const found = await ask('trace/query', { q, limit, span_limit, ...rangeOf(context) });
      const metrics = {
        inspectedTraces: found.items.length,
        inspectedSpans: String(found.spans_read),
        ...(found.is_partial ? { partial: true } : {}),
      };
      return jsonAnswer(200, { traces: found.items.map(foundTrace), metrics });
    }),
  );
}

/** A query as it was given, or made of the older `tags`, `minDuration` and `maxDuration`. */
function searchQuery(context: Context<HttpEnv>): string {
  const given = context.req.query('q');
  if (given !== undefined && given !== '') {
    return given;
  }
  const [least, most] = [duration(context, 'minDuration'), duration(context, 'maxDuration')];
  const conditions = [
    ...tagConditions(context.req.query('tags') ?? ''),
    ...(least === undefined ? [] : [`duration >= ${least}`]),
    ...(most === undefined ? [] : [`duration <= ${most}`]),
  ];
  return conditions.length === 0 ? '{}' : `{ ${conditions.join(' && ')} }`;
}

function duration(context: Context<HttpEnv>, name: string): string | undefined {
  const text = context.req.query(name);
  if (text === undefined || text === '') {
    return undefined;
  }
  if (!/^\d+(\.\d+)?(ns|us|µs|ms|s|m|h)$/.test(text)) {
    throw new AppError('BAD_REQUEST', `${name} is no duration such as 100ms`);
  }
  return text;
}

const tag = /\s*([^\s=]+)=("(?:[^"\\]|\\.)*"|[^\s"]*)(?=\s|$)/y;

/** Tags are written as `key=value key="a value"`; a word that is no tag is refused, not left out. */
function tagConditions(text: string): readonly string[] {
  const conditions: string[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    tag.lastIndex = at;
    const [all, key = '', value = ''] = tag.exec(text) ?? [];
    if (all === undefined) {
      throw new AppError('BAD_REQUEST', 'tags are written as key=value key="a value"');
    }
    conditions.push(`.${/^[\w.-]+$/.test(key) ? key : JSON.stringify(key)} = ${quoted(value)}`);
    at += all.length;
  }
  return conditions;
}

function quoted(value: string): string {
  return value.startsWith('"') ? value : JSON.stringify(value);
}

function foundTrace(found: TraceFound): object {
  const spanSets = found.spansets.map(({ spans, matched, attributes, wide }) => ({
    spans: spans.map((span) => ({
      spanID: span.span_id,
      name: span.name,
      startTimeUnixNano: nanoseconds(span.start_us),
      durationNanos: nanoseconds((span.end_us ?? span.start_us) - span.start_us),
      attributes: tempoAttributes(span.selected, span.wide),
    })),
    matched,
    ...(Object.keys(attributes).length === 0 ? {} : { attributes: tempoAttributes(attributes, wide) }),
  }));
  return {
    traceID: found.trace_id,
    rootServiceName: found.root_service === '' ? missingRoot : found.root_service,
    rootTraceName: found.root_name,
    startTimeUnixNano: nanoseconds(found.start_us),
    durationMs: Math.round(found.duration_ms),
    // The first set once more, for those who know of one only.
    ...(spanSets[0] === undefined ? {} : { spanSet: spanSets[0] }),
    spanSets,
  };
}

/** What Tempo says of a trace whose root has not come. */
const missingRoot = '<root span not yet received>';

function nanoseconds(us: number): string {
  return us === 0 ? '0' : `${us}000`;
}
