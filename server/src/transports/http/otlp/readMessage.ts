import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { AppError } from '#protocol/errors';
import { type OtlpField, type OtlpMessage, otlpMessages } from '#protocol/otlp/messages';

/**
 * Reads a message of OTLP in protobuf into the form in which JSON has it; fields that nobody knows are passed over, and
 * the one of the message itself that is not wanted.
 */
export function readMessage(
  message: OtlpMessage,
  bytes: Uint8Array,
  unwanted?: string,
): Record<string, unknown> {
  const reading: Reading = { reader: new BinaryReader(bytes), count: 0 };
  try {
    return messageValue(reading, message, bytes.length, 0, unwanted);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('BAD_REQUEST', 'the body is no message of OTLP in protobuf');
  }
}

interface Reading {
  readonly reader: BinaryReader;
  count: number;
}

/** Each of them costs more memory than the two bytes that say it. */
const mostMessages = 4_000_000;
/** A value that nests deeper is refused where spans are read; this only keeps the stack from its end. */
const deepest = 100;

function messageValue(
  reading: Reading,
  message: OtlpMessage,
  end: number,
  depth: number,
  unwanted?: string,
): Record<string, unknown> {
  const { reader } = reading;
  reading.count += 1;
  if (depth > deepest) throw new AppError('BAD_REQUEST', `the body nests deeper than ${deepest}`);
  if (reading.count > mostMessages) {
    throw new AppError('PAYLOAD_TOO_LARGE', `the body holds more than ${mostMessages} messages`);
  }
  const value: Record<string, unknown> = {};
  while (reader.pos < end) {
    const [number, wire] = reader.tag();
    const field = fieldOf(message, number);
    if (field === undefined || field.name === unwanted || wire !== wireTypeOf(field)) {
      reader.skip(wire, number);
      continue;
    }
    const read = fieldValue(reading, field, depth);
    if (field.choice === true) clear(value);
    put(value, field, read);
  }
  if (reader.pos !== end) throw new RangeError('a message ends beyond its end');
  return value;
}

function wireTypeOf({ type }: OtlpField): WireType {
  return type in wireTypes ? wireTypes[type as keyof typeof wireTypes] : WireType.LengthDelimited;
}

/** Of several that exclude each other the last one counts. */
function clear(value: Record<string, unknown>): void {
  for (const name of Object.keys(value)) delete value[name];
}

function put(value: Record<string, unknown>, { name, repeated }: OtlpField, read: unknown): void {
  if (repeated !== true) {
    value[name] = read;
    return;
  }
  const list = value[name];
  if (Array.isArray(list)) list.push(read);
  else value[name] = [read];
}

const fieldsByNumber = new Map(
  Object.entries(otlpMessages).map(([message, fields]) => [
    message,
    new Map(fields.map((field) => [field.number, field])),
  ]),
);

function fieldOf(message: OtlpMessage, number: number): OtlpField | undefined {
  return fieldsByNumber.get(message)?.get(number);
}

const wireTypes = {
  string: WireType.LengthDelimited,
  bytes: WireType.LengthDelimited,
  trace_id: WireType.LengthDelimited,
  span_id: WireType.LengthDelimited,
  bool: WireType.Varint,
  int64: WireType.Varint,
  uint32: WireType.Varint,
  enum: WireType.Varint,
  fixed64: WireType.Bit64,
  double: WireType.Bit64,
  fixed32: WireType.Bit32,
} as const;

function fieldValue(reading: Reading, { type }: OtlpField, depth: number): unknown {
  const { reader } = reading;
  if (type in wireTypes) return readers[type as keyof typeof wireTypes](reader);
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > reader.len) throw new RangeError('a message ends beyond the body');
  return messageValue(reading, type as OtlpMessage, end, depth + 1);
}

const hex = (reader: BinaryReader) => Buffer.from(reader.bytes()).toString('hex');

const readers: Readonly<Record<keyof typeof wireTypes, (reader: BinaryReader) => unknown>> = {
  string: (reader) => Buffer.from(reader.bytes()).toString('utf8'),
  bytes: (reader) => Buffer.from(reader.bytes()).toString('base64'),
  trace_id: hex,
  span_id: hex,
  bool: (reader) => reader.bool(),
  int64: (reader) => String(reader.int64()),
  uint32: (reader) => reader.uint32(),
  enum: (reader) => reader.int32(),
  fixed64: (reader) => String(reader.fixed64()),
  double: (reader) => shownDouble(reader.double()),
  fixed32: (reader) => reader.fixed32(),
};

/** JSON has no word of its own for these. */
function shownDouble(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
