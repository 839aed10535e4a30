/*
 * Traces as OTLP writes them in JSON: ids as hexadecimal digits, other bytes as base64, enumerations as numbers, integers
 * of 64 bits as decimal strings. A field that holds nothing is left out.
 */

/** A value of an attribute; an empty object is a value that is not set. */
export interface AnyValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string;
  readonly doubleValue?: number | string;
  readonly arrayValue?: { readonly values?: readonly AnyValue[] };
  readonly kvlistValue?: { readonly values?: readonly KeyValue[] };
  readonly bytesValue?: string;
}

/** One attribute. */
export interface KeyValue {
  readonly key?: string;
  readonly value?: AnyValue;
}

/** Something that happened within a span. */
export interface OtlpEvent {
  readonly timeUnixNano?: string;
  readonly name?: string;
  readonly attributes?: readonly KeyValue[];
  readonly droppedAttributesCount?: number;
}

/** Another span that has to do with a span. */
export interface OtlpLink {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly traceState?: string;
  readonly attributes?: readonly KeyValue[];
  readonly droppedAttributesCount?: number;
  readonly flags?: number;
}

/** A span. */
export interface OtlpSpan {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly traceState?: string;
  readonly parentSpanId?: string;
  readonly flags?: number;
  readonly name?: string;
  readonly kind?: number;
  readonly startTimeUnixNano?: string;
  readonly endTimeUnixNano?: string;
  readonly attributes?: readonly KeyValue[];
  readonly droppedAttributesCount?: number;
  readonly events?: readonly OtlpEvent[];
  readonly droppedEventsCount?: number;
  readonly links?: readonly OtlpLink[];
  readonly droppedLinksCount?: number;
  readonly status?: { readonly message?: string; readonly code?: number };
}

/** What the spans of a program have in common. */
export interface OtlpResource {
  readonly attributes?: readonly KeyValue[];
  readonly droppedAttributesCount?: number;
  readonly entityRefs?: readonly object[];
}

/** The library that made spans. */
export interface OtlpScope {
  readonly name?: string;
  readonly version?: string;
  readonly attributes?: readonly KeyValue[];
  readonly droppedAttributesCount?: number;
}

/** Spans of one library. */
export interface ScopeSpans {
  readonly scope?: OtlpScope;
  readonly spans?: readonly OtlpSpan[];
  readonly schemaUrl?: string;
}

/** Spans of one program. */
export interface ResourceSpans {
  readonly resource?: OtlpResource;
  readonly scopeSpans?: readonly ScopeSpans[];
  readonly schemaUrl?: string;
}

/** What the columns of a stored span do not carry of it, as `spans.otlp` keeps it. */
export interface SpanWire {
  readonly resource?: OtlpResource;
  readonly resource_schema_url?: string;
  readonly scope?: OtlpScope;
  readonly scope_schema_url?: string;
  /** Attributes are left out where the column `attributes` carries them without loss. */
  readonly span?: Omit<OtlpSpan, 'traceId' | 'spanId' | 'parentSpanId' | 'name'>;
}
