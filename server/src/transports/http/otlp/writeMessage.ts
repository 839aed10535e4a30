import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { type OtlpField, type OtlpMessage, otlpMessages } from '#protocol/otlp/messages';

/** Writes a message of OTLP, given as JSON has it, in protobuf. */
export function writeMessage(message: OtlpMessage, value: object): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  writeFields(writer, message, value as Fields);
  return writer.finish();
}

type Fields = Readonly<Record<string, unknown>>;

function writeFields(writer: BinaryWriter, message: OtlpMessage, value: Fields): void {
  for (const field of otlpMessages[message]) {
    const entry = value[field.name];
    if (entry === undefined) continue;
    for (const one of field.repeated === true ? (entry as readonly unknown[]) : [entry]) {
      writeField(writer, field, one);
    }
  }
}

function writeField(writer: BinaryWriter, { number, type }: OtlpField, value: unknown): void {
  if (type in otlpMessages) {
    writer.tag(number, WireType.LengthDelimited).fork();
    writeFields(writer, type as OtlpMessage, value as Fields);
    writer.join();
  } else {
    writers[type as Scalar](writer, number, value);
  }
}

type Scalar = Exclude<OtlpField['type'], OtlpMessage>;

type Write = (writer: BinaryWriter, number: number, value: unknown) => void;

const bytesOf =
  (encoding: 'hex' | 'base64'): Write =>
  (writer, number, value) =>
    writer.tag(number, WireType.LengthDelimited).bytes(Buffer.from(value as string, encoding));

const writers: Readonly<Record<Scalar, Write>> = {
  string: (writer, number, value) =>
    writer.tag(number, WireType.LengthDelimited).bytes(Buffer.from(value as string, 'utf8')),
  bytes: bytesOf('base64'),
  trace_id: bytesOf('hex'),
  span_id: bytesOf('hex'),
  bool: (writer, number, value) => writer.tag(number, WireType.Varint).bool(value as boolean),
  int64: (writer, number, value) => writer.tag(number, WireType.Varint).int64(value as string),
  uint32: (writer, number, value) => writer.tag(number, WireType.Varint).uint32(value as number),
  enum: (writer, number, value) => writer.tag(number, WireType.Varint).int32(value as number),
  fixed64: (writer, number, value) => writer.tag(number, WireType.Bit64).fixed64(value as string),
  double: (writer, number, value) => writer.tag(number, WireType.Bit64).double(Number(value)),
  fixed32: (writer, number, value) => writer.tag(number, WireType.Bit32).fixed32(value as number),
};
