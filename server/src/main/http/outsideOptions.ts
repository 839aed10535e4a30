import { readFileSync } from 'node:fs';
import type { Outside } from '../../transports/http/httpPlace';

/** Under which name other machines are served, and the files by which they know us. */
export interface OutsideFiles {
  readonly host: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

const loopback: readonly string[] = ['127.0.0.1', 'localhost'];
const everywhere: readonly string[] = ['0.0.0.0', '::', '*', ''];

/** Whether other machines are to be served; null for no, or a sentence about what is wrong with the wish. */
export function outsideOptions(
  host: string,
  certificateFile: string | undefined,
  keyFile: string | undefined,
): OutsideFiles | null | string {
  const isHere = loopback.includes(host);
  if (isHere && certificateFile === undefined && keyFile === undefined) {
    return null;
  }
  if (isHere) {
    return '--tls-cert, --tls-key: name with --host under which other machines are served; this one needs no TLS';
  }
  if (everywhere.includes(host)) {
    return `--host: ${host} is no name; give the one address or name that clients use`;
  }
  return certificateFile === undefined || keyFile === undefined
    ? `--host: ${host} is not the loopback address 127.0.0.1; other machines are not served without --tls-cert and --tls-key`
    : { host, certificateFile, keyFile };
}

/** Reads certificate and key; throws a sentence that names the file. */
export function readOutside({ host, certificateFile, keyFile }: OutsideFiles): Outside {
  return {
    host,
    certificate: readPem('--tls-cert', certificateFile),
    key: readPem('--tls-key', keyFile),
  };
}

function readPem(option: string, file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`${option}: ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  if (!text.includes('-----BEGIN ')) {
    throw new Error(`${option}: ${file} is no file in PEM`);
  }
  return text;
}
