/** How one field of a message travels: by its number in protobuf, by its name in JSON. */
export interface OtlpField {
  readonly name: string;
  readonly number: number;
  /** `trace_id` and `span_id` are bytes that JSON writes as hexadecimal digits. */
  readonly type:
    | 'string'
    | 'bool'
    | 'int64'
    | 'fixed64'
    | 'uint32'
    | 'fixed32'
    | 'enum'
    | 'double'
    | 'bytes'
    | 'trace_id'
    | 'span_id'
    | OtlpMessage;
  readonly repeated?: true;
  /** One of several fields of which exactly one is set: it is written even where it holds nothing. */
  readonly choice?: true;
}

/** The messages of OTLP that carry traces. */
export type OtlpMessage =
  | 'TracesData'
  | 'ResourceSpans'
  | 'Resource'
  | 'EntityRef'
  | 'ScopeSpans'
  | 'Scope'
  | 'Span'
  | 'Event'
  | 'Link'
  | 'Status'
  | 'KeyValue'
  | 'AnyValue'
  | 'ArrayValue'
  | 'KeyValueList'
  | 'Answer'
  | 'PartialSuccess'
  | 'Fault'
  | 'TraceById';

const field = (name: string, number: number, type: OtlpField['type']): OtlpField => ({ name, number, type });
const list = (name: string, number: number, type: OtlpField['type']): OtlpField => ({
  ...field(name, number, type),
  repeated: true,
});
const choice = (name: string, number: number, type: OtlpField['type']): OtlpField => ({
  ...field(name, number, type),
  choice: true,
});

/** Every message with its fields, as opentelemetry-proto 1.x numbers and names them. */
export const otlpMessages: Readonly<Record<OtlpMessage, readonly OtlpField[]>> = {
  TracesData: [list('resourceSpans', 1, 'ResourceSpans')],
  ResourceSpans: [
    field('resource', 1, 'Resource'),
    list('scopeSpans', 2, 'ScopeSpans'),
    field('schemaUrl', 3, 'string'),
  ],
  Resource: [
    list('attributes', 1, 'KeyValue'),
    field('droppedAttributesCount', 2, 'uint32'),
    list('entityRefs', 3, 'EntityRef'),
  ],
  EntityRef: [
    field('schemaUrl', 1, 'string'),
    field('type', 2, 'string'),
    list('idKeys', 3, 'string'),
    list('descriptionKeys', 4, 'string'),
  ],
  ScopeSpans: [field('scope', 1, 'Scope'), list('spans', 2, 'Span'), field('schemaUrl', 3, 'string')],
  Scope: [
    field('name', 1, 'string'),
    field('version', 2, 'string'),
    list('attributes', 3, 'KeyValue'),
    field('droppedAttributesCount', 4, 'uint32'),
  ],
  Span: [
    field('traceId', 1, 'trace_id'),
    field('spanId', 2, 'span_id'),
    field('traceState', 3, 'string'),
    field('parentSpanId', 4, 'span_id'),
    field('flags', 16, 'fixed32'),
    field('name', 5, 'string'),
    field('kind', 6, 'enum'),
    field('startTimeUnixNano', 7, 'fixed64'),
    field('endTimeUnixNano', 8, 'fixed64'),
    list('attributes', 9, 'KeyValue'),
    field('droppedAttributesCount', 10, 'uint32'),
    list('events', 11, 'Event'),
    field('droppedEventsCount', 12, 'uint32'),
    list('links', 13, 'Link'),
    field('droppedLinksCount', 14, 'uint32'),
    field('status', 15, 'Status'),
  ],
  Event: [
    field('timeUnixNano', 1, 'fixed64'),
    field('name', 2, 'string'),
    list('attributes', 3, 'KeyValue'),
    field('droppedAttributesCount', 4, 'uint32'),
  ],
  Link: [
    field('traceId', 1, 'trace_id'),
    field('spanId', 2, 'span_id'),
    field('traceState', 3, 'string'),
    list('attributes', 4, 'KeyValue'),
    field('droppedAttributesCount', 5, 'uint32'),
    field('flags', 6, 'fixed32'),
  ],
  Status: [field('message', 2, 'string'), field('code', 3, 'enum')],
  KeyValue: [field('key', 1, 'string'), field('value', 2, 'AnyValue')],
  AnyValue: [
    choice('stringValue', 1, 'string'),
    choice('boolValue', 2, 'bool'),
    choice('intValue', 3, 'int64'),
    choice('doubleValue', 4, 'double'),
    choice('arrayValue', 5, 'ArrayValue'),
    choice('kvlistValue', 6, 'KeyValueList'),
    choice('bytesValue', 7, 'bytes'),
  ],
  ArrayValue: [list('values', 1, 'AnyValue')],
  KeyValueList: [list('values', 1, 'KeyValue')],
  Answer: [field('partialSuccess', 1, 'PartialSuccess')],
  PartialSuccess: [field('rejectedSpans', 1, 'int64'), field('errorMessage', 2, 'string')],
  // The `Status` of google.rpc, which OTLP over HTTP asks for where a request fails.
  Fault: [field('code', 1, 'enum'), field('message', 2, 'string')],
  // What Tempo answers for a trace by its id.
  TraceById: [field('trace', 1, 'TracesData')],
};
