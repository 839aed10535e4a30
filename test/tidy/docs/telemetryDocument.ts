import { conventions, conventionTable } from '../../../server/src/core/otlp/conventions';
import { spanLimits } from '../../../server/src/core/otlp/spanLimits';
import { longestSpan } from '../../../server/src/transports/http/otlp/parts/spanParts';
import { attributeRegistry, type Telling } from '../../otlp/registry/attributeRegistry';
import { code, heading, table } from './markdown';

/** docs/TELEMETRY.md: under which names spans leave, and how they come in. */
export function telemetryDocument(): string {
  const row = ({ stored, exported, stability, meaning }: (typeof conventionTable)[number]) => [
    code(stored),
    stored === exported ? 'the same' : code(exported),
    stability,
    meaning,
  ];
  const columns = ['stored', 'exported', 'stability', 'meaning'];
  const open = conventionTable.filter(({ isContent }) => isContent !== true);
  const content = conventionTable.filter(({ isContent }) => isContent === true);
  return [
    heading('Telemetry', 'server/src/core/otlp/conventions.ts'),
    `Spans leave as OTLP with the schema URL ${code(conventions.schemaUrl)}; names of models and tools are those of`,
    `${conventions.genAi}. Everything without a standard stands under ${code('holdpoint.')}; a name that is not listed`,
    'here leaves as it is, one without a dot under our namespace.',
    '',
    '## Names',
    '',
    table(columns, open.map(row)),
    '',
    '## Content',
    '',
    `These stay, unless somebody asks for them (${code('content')} of ${code('trace/otlp')}); they are redacted as all else.`,
    '',
    table(columns, content.map(row)),
    '',
    '## Which span tells what',
    '',
    'What runs of this version tell of themselves, as stored. Programs that steps start tell whatever they like beside it.',
    '',
    table(['span', 'attributes'], tellings()),
    '',
    'Names of the conventions that nothing here tells yet:',
    '',
    table(['why', 'attributes'], missing()),
    '',
    '## What comes in',
    '',
    `${code('POST /v1/traces')} on the address of ${code('.holdpoint/server.json')} takes OTLP in JSON and in protobuf, packed by`,
    'gzip or not, up to 64 MiB, with the token as `Authorization: Bearer`. It answers when the spans are durable. The same span',
    'again is accepted and kept once; another span under a recorded id is rejected. A span is rejected, with its reason in',
    `${code('partialSuccess')}, when it has no id or no end, is its own parent, lies beyond the year 2255, holds more than`,
    `${spanLimits.values} values or ${spanLimits.characters} characters, or a value that nests deeper than ${spanLimits.depth}. In the`,
    `trace of a run only this server says what begins with ${code('holdpoint.')}. Everything is redacted before it is stored.`,
    '',
    'A body is read part by part, however large it is, and others are answered in between. What cannot be read costs the spans',
    `it is about: a span that is no JSON, or takes more than ${longestSpan} bytes as it came, or whose group has more than 1 MiB`,
    'beside its spans, is counted in `partialSuccess`. A body that breaks off is refused with 400 before anything of it is kept,',
    'one beyond the limit with 413. Who sends protobuf is refused in protobuf, by a `Status` with a message.',
    '',
    'Programs that a step starts are told by their environment where to post: `TRACEPARENT`, `OTEL_EXPORTER_OTLP_ENDPOINT`,',
    '`OTEL_EXPORTER_OTLP_PROTOCOL` and `OTEL_EXPORTER_OTLP_HEADERS` with a token that posts spans and opens nothing else. Their',
    'spans join under the span of the step. Nothing of that is set where policy keeps the step from the network, or where the',
    'environment names a collector already.',
    '',
    '## What leaves',
    '',
    `${code('holdpoint run FILE --otlp-endpoint URL')} brings the spans of a run to a collector, ${code('--trace-db PATH')} into a file.`,
    `With ${code('HOLDPOINT_OTLP_ENDPOINT')} in the environment of the server the trace of every run leaves when it ends;`,
    `in VS Code the setting ${code('holdpoint.otlpEndpoint')} says so to the server that a window starts.`,
    `Headers of the collector come from ${code('OTEL_EXPORTER_OTLP_HEADERS')}. Whatever is refused with 429, 502, 503 or 504 is`,
    'tried again, when the collector says so; what is lost is counted and said as `degraded`.',
    '',
    "Grafana's Tempo data source reads the same traces: its URL is that of `server.json`, with the header",
    '`Authorization: Bearer TOKEN`. It finds search, traces, tags, values and metrics there. Values are those of spans that meet the',
    'conditions in `q`; conditions that are no query yet are passed over, so that there is something to choose from.',
    '',
  ].join('\n');
}

function tellings(): string[][] {
  return grouped((telling) => ('span' in telling ? code(telling.span) : undefined));
}

function missing(): string[][] {
  return grouped((telling) => ('notYet' in telling ? telling.notYet : undefined));
}

function grouped(keyOf: (telling: Telling) => string | undefined): string[][] {
  const groups = new Map<string, string[]>();
  for (const [name, telling] of attributeRegistry) {
    const key = keyOf(telling);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), code(name)]);
  }
  return [...groups].map(([key, names]) => [key, names.join(', ')]);
}
