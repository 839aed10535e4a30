import type { protocolVersion, ServerFile } from '#protocol/connection';
import { AppError } from '#protocol/errors';
import type { Agent, Door } from './door';
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
  /** Where the record of a server lies that is started; that of the workspace when absent. */
  readonly storePath?: string | undefined;
  /** The bundle of the server process. */
  readonly serverPath: string;
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onStart: () => void;
  /** For whom the door is opened, when it is not the person at the command line. */
  readonly agent?: Agent | undefined;
}

/** Reaches the one server of a workspace, starting it when none lives, or the server at a base URL. */
export async function connect(options: ConnectOptions): Promise<Door> {
  const file = readServerFile(options.root);
  const baseUrl = options.baseUrl ?? options.env['HOLDPOINT_BASE_URL'] ?? '';
  if (baseUrl !== '') {
    return await doorAt(options, baseUrl, file);
  }
  const open = file && (await openDoor(options, file));
  if (open) {
    return open;
  }
  if (!options.mayStart) {
    throw new AppError('SERVER_UNREACHABLE', `no server lives for ${options.root}`);
  }
  options.onStart();
  const { serverPath: path, root, storePath } = options;
  return await startServer({ path, root, storePath }, async () => {
    const started = readServerFile(options.root);
    return started && (await openDoor(options, started));
  });
}

/** The door of a live server; undefined when its file is stale. */
export async function openDoor(
  options: Pick<ConnectOptions, 'root' | 'token' | 'env' | 'version' | 'agent'>,
  file: ServerFile,
): Promise<Door | undefined> {
  const token = readToken(options.root, options.token, options.env);
  return await openSocket(file.socket, { token, protocol: spoken, ...introduction(options) });
}

function introduction({ agent, version }: Pick<ConnectOptions, 'agent' | 'version'>) {
  if (agent === undefined) {
    return { source: 'cli' as const, client: { name: 'holdpoint', version } };
  }
  const client = { name: agent.name.slice(0, 200), version: agent.version.slice(0, 100) };
  const { source, role, sender } = agent;
  return { source, client, role, ...(sender === undefined ? {} : { sender }) };
}

/**
 * The door of a server that is named by its address. The token of the workspace's folder is shown to its own server
 * and to no other address.
 */
async function doorAt(options: ConnectOptions, baseUrl: string, file: ServerFile | undefined): Promise<Door> {
  const { root, token, env } = options;
  const { checkedUrl, openHttp } = await import('./openHttp');
  const address = checkedUrl(baseUrl);
  const isOwn = address === file?.base_url;
  const shown = isOwn ? readToken(root, token, env) : (token ?? env['HOLDPOINT_TOKEN'] ?? '');
  if (shown === '') {
    throw new AppError(
      'UNAUTHORIZED',
      `there is no token for ${address}: give --token or set HOLDPOINT_TOKEN`,
    );
  }
  return openHttp(address, shown);
}
