import { protocolVersion } from '#protocol/connection';
import type { Handlers } from '#protocol/methods';
import { socketPath } from '../../server/src/main/socketPath';
import { makeStateFolder, workspaceToken, writeServerFile } from '../../server/src/main/state/stateFolder';
import { openSocketDoor } from '../../server/src/transports/socket';
import { memoryLog } from '../support/memoryLog';
import { scriptedHandlers } from '../support/scriptedHandlers';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';

/** A workspace whose server is the handlers of a test, found by commands as any server is. */
export async function serveScripted(given: Partial<Handlers>): Promise<{
  readonly root: string;
  close(): Promise<void>;
}> {
  const root = temporaryFolder();
  const state = makeStateFolder(root);
  const path = socketPath(root);
  const door = await openSocketDoor({
    path,
    desk: { handlers: scriptedHandlers(given), log: memoryLog() },
    greeter: {
      ...{ token: workspaceToken(state.token), actor: 'user:test' },
      ...{ version: '1', pid: process.pid, root },
    },
    listen: () => () => undefined,
  });
  writeServerFile(state.serverFile, {
    ...{ pid: process.pid, start: null, socket: path, base_url: null },
    ...{ version: '1', protocol: protocolVersion, started_at: new Date().toISOString() },
  });
  return {
    root,
    close: async () => {
      await door.close(100);
      removeFolder(root);
    },
  };
}
