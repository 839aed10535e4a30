import type { protocolVersion, ServerFile } from '#protocol/connection';
import { AppError } from '#protocol/errors';
import type { Door } from './door';
import { openSocket } from './openSocket';
import { readServerFile, readToken } from './serverFile';
import { startServer } from './startServer';

/** The contract this door was built for; a type ties it to the contract without loading its schemas. */
const spoken: typeof protocolVersion = 1;

/** Which server a command wants to reach, and what it may do for that. */
export interface ConnectOptions {
  readonly root: string;
  readonly baseUrl: string | undefined;
  readonly token: string | undefined;
  /** Whether a server may be started when none lives. */
  readonly mayStart: boolean;
  /** The bundle of the server process. */
  readonly serverPath: string;
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onStart: () => void;
}

/** Reaches the one server of a workspace, starting it when none lives. */
export async function connect(options: ConnectOptions): Promise<Door> {
  const file = readServerFile(options.root);
  refuseOtherBaseUrl(options.baseUrl ?? options.env['HOLDPOINT_BASE_URL'], file);
  const open = file && (await openDoor(options, file));
  if (open) {
    return open;
  }
  if (!options.mayStart) {
    throw new AppError('SERVER_UNREACHABLE', `no server lives for ${options.root}`);
  }
  options.onStart();
  return await startServer({ path: options.serverPath, root: options.root }, async () => {
    const started = readServerFile(options.root);
    return started && (await openDoor(options, started));
  });
}

/** The door of a live server; undefined when its file is stale. */
export async function openDoor(
  options: Pick<ConnectOptions, 'root' | 'token' | 'env' | 'version'>,
  file: ServerFile,
): Promise<Door | undefined> {
  const token = readToken(options.root, options.token, options.env);
  return await openSocket(file.socket, {
    token,
    protocol: spoken,
    source: 'cli',
    client: { name: 'holdpoint', version: options.version },
  });
}

/** This build speaks to servers over the local socket; a base URL is fine only when it names that very server. */
function refuseOtherBaseUrl(wanted: string | undefined, file: ServerFile | undefined): void {
  const isSame = wanted === undefined || wanted === '' || wanted === file?.base_url;
  if (!isSame) {
    throw new AppError(
      'SERVER_UNREACHABLE',
      `this build reaches servers over the local socket of their workspace only, not at ${wanted}; leave --base-url and HOLDPOINT_BASE_URL out and give --root`,
    );
  }
}
