import { deepStrictEqual, rejects } from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AppError } from '#protocol/errors';
import { openHttp } from '../../server/src/cli/door/openHttp';

/** What a client is told of a server that answers like this. */
async function check(listener: RequestListener, expected: RegExp): Promise<void> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const door = openHttp(`http://127.0.0.1:${port}`, 'a token');
  try {
    await rejects(door.request('session/list', {}), (error: AppError) => {
      const address = `http://127.0.0.1:${port}/api/v1`;
      deepStrictEqual([error.code, error.details['address']], ['SERVER_UNREACHABLE', address]);
      return expected.test(error.message);
    });
  } finally {
    door.close();
    server.closeAllConnections();
    server.close();
  }
}

describe('a base URL', () => {
  it('GATE-24: at which another program answers is named, and is no fault of ours', () =>
    check((_request, response) => response.end('<html>'), /^what answers at \S+ is no server of Holdpoint$/));

  it('GATE-24: whose server dies in the middle of its answer is unreachable', () =>
    check((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"count":', () => response.destroy());
    }, /^no server answers at \S+: /));
});
