import type { Json } from '#protocol/json';
import type { AnyValue, KeyValue, OtlpResource, OtlpScope, OtlpSpan } from '#protocol/otlp/otlp';
import type { Redactor } from '../redact/redactor';

/** A span without its secrets: in its name, its state, its attributes and those of its events and links. */
export function redactSpan(span: OtlpSpan, redactor: Redactor): OtlpSpan {
  const { events, links, status, traceState } = span;
  const { message } = status ?? {};
  const own = redactOwner(span, redactor);
  const name = span.name === undefined ? undefined : redactor.text(span.name).text;
  const isSimple = events === undefined && links === undefined && (traceState ?? message) === undefined;
  if (isSimple && name === span.name) return own;
  return {
    ...own,
    ...(name === undefined ? {} : { name }),
    ...(traceState === undefined ? {} : { traceState: redactor.text(traceState).text }),
    ...(message === undefined ? {} : { status: { ...status, message: redactor.text(message).text } }),
    ...(events === undefined
      ? {}
      : {
          events: events.map((event) => ({
            ...redactOwner(event, redactor),
            ...(event.name === undefined ? {} : { name: redactor.text(event.name).text }),
          })),
        }),
    ...(links === undefined ? {} : { links: links.map((link) => redactOwner(link, redactor)) }),
  };
}

/** What has attributes, without the secrets in them. */
export function redactOwner<
  T extends OtlpResource | OtlpScope | OtlpSpan | { attributes?: readonly KeyValue[] },
>(owner: T, redactor: Redactor): T {
  if (owner.attributes === undefined) return owner;
  const attributes = redactAttributes(owner.attributes, redactor);
  return attributes === owner.attributes ? owner : { ...owner, attributes };
}

/** What holds no secret is answered itself, not copied: most spans of most programs. */
function redactAttributes(attributes: readonly KeyValue[], redactor: Redactor): readonly KeyValue[] {
  let isSame = true;
  const clean = attributes.map((attribute) => {
    const redacted = redactAttribute(attribute, redactor);
    isSame &&= redacted === attribute;
    return redacted;
  });
  return isSame ? attributes : clean;
}

function redactAttribute(attribute: KeyValue, redactor: Redactor): KeyValue {
  const { key = '', value } = attribute;
  if (value?.stringValue !== undefined) {
    const [name, text] = redactPair(key, value.stringValue, redactor);
    const isSame = name === key && text === value.stringValue;
    return isSame ? attribute : { ...attribute, key: name, value: { stringValue: text as string } };
  }
  const name = redactor.text(key).text;
  const kept = value === undefined ? value : redactValue(key, value, redactor);
  if (name === key && kept === value) return attribute;
  return {
    ...attribute,
    ...(name === '' ? {} : { key: name }),
    ...(kept === undefined ? {} : { value: kept }),
  };
}

/** A value is judged with its key, as in any other document. */
function redactPair(key: string, value: Json, redactor: Redactor): readonly [string, Json] {
  const given = { [key]: value };
  const clean = redactor.json(given).value as Readonly<Record<string, Json>>;
  if (clean === given) return [key, value];
  const [pair = [key, value]] = Object.entries(clean);
  return pair;
}

function redactValue(key: string, value: AnyValue, redactor: Redactor): AnyValue {
  if (value.stringValue !== undefined) {
    return { stringValue: redactPair(key, value.stringValue, redactor)[1] as string };
  }
  if (value.bytesValue !== undefined) {
    return redactBytes(key, value.bytesValue, redactor);
  }
  const members = value.kvlistValue?.values;
  if (members !== undefined) {
    return { kvlistValue: { values: redactAttributes(members, redactor) } };
  }
  const entries = value.arrayValue?.values;
  return entries === undefined ? value : { arrayValue: { values: redactList(key, entries, redactor) } };
}

/** Texts of a list are judged together: what follows a flag may be a secret. */
function redactList(key: string, values: readonly AnyValue[], redactor: Redactor): readonly AnyValue[] {
  const texts = values.map(({ stringValue }) => stringValue ?? null);
  const clean = redactPair(key, texts, redactor)[1] as readonly (string | null)[];
  return values.map((value, index) => {
    const text = clean[index];
    return typeof text === 'string' ? { stringValue: text } : redactValue(key, value, redactor);
  });
}

/** Bytes are looked at as text, a character a byte; those that hold a secret become the text without it. */
function redactBytes(key: string, base64: string, redactor: Redactor): AnyValue {
  const text = atob(base64);
  const [, clean] = redactPair(key, text, redactor);
  return clean === text ? { bytesValue: base64 } : { stringValue: clean as string };
}
