import { AppError } from '#protocol/errors';

const limitBytes = 4 * 1024 * 1024;
const patienceMs = 15_000;
const discordsHosts = ['cdn.discordapp.com', 'media.discordapp.net'];

/** Reads what somebody attached, from where Discord keeps attachments and from nowhere else. */
export function downloader(api: string): (url: string) => Promise<string> {
  return async (url) => {
    const { protocol, hostname, origin } = new URL(url);
    const isDiscords = protocol === 'https:' && discordsHosts.includes(hostname);
    if (!isDiscords && origin !== new URL(api).origin) {
      throw new AppError('BAD_REQUEST', 'the attachment does not lie with Discord');
    }
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(patienceMs) }).catch(
      () => undefined,
    );
    if (answer?.ok !== true || answer.body === null) {
      throw new AppError('NOT_FOUND', `the attachment cannot be read: ${answer?.status ?? 'no answer'}`);
    }
    return textOf(await bytesOf(answer.body));
  };
}

async function bytesOf(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > limitBytes) {
      throw new AppError('PAYLOAD_TOO_LARGE', `a plan has at most ${limitBytes} bytes`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AppError('BAD_REQUEST', 'the attachment is no text in UTF-8');
  }
}
