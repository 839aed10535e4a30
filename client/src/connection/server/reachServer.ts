import { stat } from 'node:fs/promises';
import type { HelloParams, protocolVersion } from '#protocol/connection';
import { AppError } from '#protocol/errors';
import { type GreetedStreams, greetedStreams } from './greetedStreams';
import type { QueryLimits } from './queryLimits';
import { readServerFile, readToken } from './serverFile';
import { startServer } from './startServer';

/** The contract this editor was built for; a type ties it to the contract without loading its schemas. */
const spoken: typeof protocolVersion = 1;

/** Which server is wanted and who asks for it. */
export interface ReachOptions {
  readonly root: string;
  /** The bundle of the server process. */
  readonly serverPath: string;
  readonly version: string;
  readonly isTrusted: boolean;
  /** The collector that a server started here is told of; nothing for none. */
  readonly otlpEndpoint?: string;
  /** What a server started here lets one question over all spans cost. */
  readonly queryLimits?: QueryLimits;
  readonly onStart: () => void;
}

/** Reaches the one server of a folder, starting it when none lives. */
export async function reachServer(options: ReachOptions): Promise<GreetedStreams> {
  const { root, serverPath, isTrusted, otlpEndpoint = '', queryLimits = {} } = options;
  await refuseMissingFolder(root);
  const living = await attach(options);
  if (living !== undefined) {
    return living;
  }
  options.onStart();
  const program = { path: serverPath, root, isRestricted: !isTrusted, otlpEndpoint, queryLimits };
  return await startServer(program, () => attach(options));
}

/** The server that lives for a folder, greeted; undefined when none does. */
async function attach(options: ReachOptions): Promise<GreetedStreams | undefined> {
  const file = await readServerFile(options.root);
  if (file === undefined) {
    return undefined;
  }
  if (file.protocol !== spoken) {
    throw otherProtocol(options.root, file.protocol, file.version);
  }
  return await greetedStreams(file.socket, await helloOf(options));
}

async function helloOf({ root, version, isTrusted }: ReachOptions): Promise<HelloParams> {
  return {
    token: await readToken(root),
    protocol: spoken,
    source: 'vscode',
    client: { name: 'vscode', version },
    trusted: isTrusted,
    offers: ['documents', 'models'],
  };
}

function otherProtocol(root: string, server: unknown, version: unknown): AppError {
  const text = `the server of ${root} is of another version (${String(version)}) than this window`;
  return new AppError('BAD_REQUEST', text, { cause: 'protocol', server, client: spoken });
}

async function refuseMissingFolder(root: string): Promise<void> {
  const found = await stat(root).catch(() => undefined);
  if (!found?.isDirectory()) {
    throw new AppError('NOT_FOUND', `the folder ${root} is gone; open another one`, { cause: 'folder_gone' });
  }
}
