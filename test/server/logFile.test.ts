import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createRedactor } from '../../server/src/core/redact/redactor';
import { type LogOptions, openLog } from '../../server/src/main/logFile';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';

describe('the log file', () => {
  let folder: string;
  const redactor = createRedactor(['hunter2-secret']);

  const open = (set: Partial<LogOptions> = {}) => {
    const path = join(folder, 'server.log');
    return {
      path,
      log: openLog({ path, logger: 'test', redact: (record) => redactor.json(record).value, ...set }),
    };
  };
  const lines = (path: string) =>
    readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => removeFolder(folder));

  it('writes one JSON object a line, for its user alone', () => {
    const { path, log } = open();
    log.info('one\ntwo', { n: 1 });
    log.warning('careful');
    log.error('broken');
    assert.deepEqual(
      lines(path).map(({ level, logger, message, extra }) => ({ level, logger, message, extra })),
      [
        { level: 'INFO', logger: 'test', message: 'one\ntwo', extra: { n: 1 } },
        { level: 'WARNING', logger: 'test', message: 'careful', extra: {} },
        { level: 'ERROR', logger: 'test', message: 'broken', extra: {} },
      ],
    );
    assert.equal(statSync(path).mode & 0o777, 0o600);
  });

  it('regression 19: keeps secrets out, known ones and those that look it', () => {
    const { path, log } = open();
    log.error('failed with hunter2-secret', { token: 'abcdefgh', stack: 'Bearer abcdefghijklmnop' });
    const text = readFileSync(path, 'utf8');
    for (const secret of ['hunter2', 'abcdefgh']) {
      assert.ok(!text.includes(secret), secret);
    }
  });

  it('moves aside when it has grown, and keeps so many older files', () => {
    const { path, log } = open({ maxBytes: 400, kept: 2 });
    for (let n = 0; n < 40; n += 1) {
      log.info(`line ${n}`);
      assert.ok(statSync(path).size <= 400);
    }
    assert.deepEqual(
      [1, 2, 3].map((n) => existsSync(`${path}.${n}`)),
      [true, true, false],
    );
    assert.equal(lines(path).at(-1).message, 'line 39');
    const order = [`${path}.2`, `${path}.1`, path]
      .flatMap(lines)
      .map(({ message }) => Number(message.split(' ')[1]));
    assert.deepEqual(
      order,
      [...order].sort((left, right) => left - right),
    );
  });

  it('LOG-14: costs lines and nothing else when it cannot be written, and says how many', () => {
    const path = join(folder, 'missing', 'server.log');
    const { log } = open({ path });
    log.info('lost');
    log.info('lost as well');
    mkdirSync(join(folder, 'missing'));
    log.info('back');
    log.info('as usual');
    assert.deepEqual(
      lines(path).map(({ message, extra }) => [message, extra]),
      [
        ['back', { lost_lines: 2 }],
        ['as usual', {}],
      ],
    );
  });
});
