import type { Json } from '#protocol/json';
import type { Checked, Handlers, Result } from '#protocol/methods';
import type { SpanWire } from '#protocol/otlp/otlp';
import type { SpanKind } from '#protocol/rows';
import { sha256Hex } from '../../../../core/digest';
import type { ReceivedSpan } from '../../../../core/otlp/receiveSpans';
import { redactOwner, redactSpan } from '../../../../core/otlp/redactAttributes';
import type { Redactor } from '../../../../core/redact/redactor';
import type { Context } from '../../../context';
import type { SpanKeeper } from '../../../receive/spanKeeper';

type Imported = Checked<'trace/import'>['spans'][number];

/** Keeps spans that somebody reads out of a file; nothing of them is a secret afterwards. */
export function traceImportHandlers(context: Context, keeper: SpanKeeper): Pick<Handlers, 'trace/import'> {
  return {
    'trace/import': async ({ spans }): Promise<Result<'trace/import'>> => {
      const { accepted, rejected } = await keeper.keep(spans.map((span) => received(context, span)));
      const reasons = [...rejected].map(([reason, count]) => `${count}: ${reason}`);
      return { accepted, rejected: spans.length - accepted, message: reasons.join('; ') };
    },
  };
}

const kinds: ReadonlySet<string> = new Set<SpanKind>([
  ...(['run', 'step', 'attempt', 'tool', 'llm', 'service', 'git', 'gate'] as const),
]);

/** It may claim whatever its file says, but nothing of a run of ours. */
function received({ redactor }: Context, span: Imported): ReceivedSpan {
  const clean = (text: string) => redactor.text(text).text;
  const json = (value: Json) => JSON.stringify(redactor.json(value).value);
  const { policy_snapshot } = span;
  const row = {
    trace_id: idOf(span.trace_id, 32),
    span_id: idOf(span.span_id, 16),
    parent_span_id: span.parent_span_id === null ? null : idOf(span.parent_span_id, 16),
    service_name: clean(span.service_name),
    kind: (kinds.has(span.kind) ? span.kind : 'service') as SpanKind,
    name: clean(span.name),
    status: span.status,
    error: span.error === null ? null : clean(span.error),
    timeout: span.timeout ? 1 : 0,
    policy_snapshot: policy_snapshot === null ? null : json(policy_snapshot),
    attributes: json(span.attributes),
    otlp: JSON.stringify(cleanWire(span.otlp as SpanWire, redactor)),
    start_us: span.start_us,
    end_us: span.end_us,
  } as const;
  return { row, claimsOurs: true };
}

function cleanWire({ resource, scope, span, ...rest }: SpanWire, redactor: Redactor): SpanWire {
  return {
    ...rest,
    ...(resource === undefined ? {} : { resource: redactOwner(resource, redactor) }),
    ...(scope === undefined ? {} : { scope: redactOwner(scope, redactor) }),
    ...(span === undefined ? {} : { span: redactSpan(span, redactor) }),
  };
}

/** Ids of other programs are of any form; the same one always becomes the same of ours. */
function idOf(given: string, length: 16 | 32): string {
  const isOurs = given.length === length && /^[0-9a-f]+$/.test(given);
  return isOurs ? given : sha256Hex(new TextEncoder().encode(given)).slice(0, length);
}
