import { equal, notEqual, ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { acquireLock } from '../../../server/src/adapters/lock';
import { holdpoint } from '../../support/holdpointCli';
import { removeFolder, temporaryFolder } from '../../support/temporaryFolder';
import { until } from '../../support/until';
import { serverPid } from '../cartWorkspace';
import { journey, samplePlan } from '../workbench/journey';
import { notification, pressNotification } from '../workbench/messages';
import { openFile, runCommand } from '../workbench/palette';
import { screenshot } from '../workbench/screenshot';
import { row, showContainer } from '../workbench/sideBar';
import { squiggles } from '../workbench/textEditor';

const locked = 'Another process holds the record of this folder and does not answer.';
const older = 'The server of this folder is of another version than this window.';
const unsound = { 'unsound.plan.yaml': 'schema: plan/1\ntitle: Unsound\nsteps: none\n' };

journey(
  'a folder whose record another process holds',
  { files: unsound, wantedError: 'Another process holds the record' },
  (scene) => {
    let release = () => {};

    it('says so calmly, with what to do', async () => {
      const { workbench, folder } = scene();
      mkdirSync(join(folder, '.holdpoint'), { mode: 0o700 });
      const lock = acquireLock(join(folder, '.holdpoint/lock'));
      ok('release' in lock, 'somebody else has the lock');
      release = () => lock.release();
      await openFile(workbench.page, 'unsound.plan.yaml');
      await runCommand(workbench.page, 'Holdpoint: Check Plan');
      await notification(workbench.page, locked).waitFor();
      await screenshot(workbench, 'locked');
    });

    it('goes on as soon as the record is free', async () => {
      const { page } = scene().workbench;
      release();
      await pressNotification(page, locked, 'Start Again');
      await squiggles(page, 'error').first().waitFor();
      ok(serverPid(scene().folder) !== undefined);
    });
  },
);

/** Starts a server as it was before the contract changed: the one that is built, which says another version of itself. */
async function olderServer(root: string): Promise<() => Promise<void>> {
  const place = temporaryFolder();
  const program = join(place, 'dist/server/main.mjs');
  cpSync(resolve('dist/server'), join(place, 'dist/server'), { recursive: true });
  cpSync(resolve('package.json'), join(place, 'package.json'));
  const built = readdirSync(join(place, 'dist/server'), { recursive: true, encoding: 'utf8' });
  const changed = built
    .filter((file) => file.endsWith('.mjs'))
    .filter((file) => {
      const path = join(place, 'dist/server', file);
      const text = readFileSync(path, 'utf8');
      const old = text.replaceAll(/\bprotocolVersion = 1\b/g, 'protocolVersion = 0');
      writeFileSync(path, old);
      return old !== text;
    });
  notEqual(changed.length, 0);
  const child = spawn(process.execPath, [program, '--root', root], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  await until('the older server', () => serverPid(root) === child.pid);
  return async () => {
    child.kill('SIGKILL');
    await ended;
    removeFolder(place);
  };
}

journey(
  'a window that meets a server of another version',
  { files: samplePlan, wantedError: 'of another version' },
  (scene) => {
    let end = async () => {};
    let pid: number | undefined;

    after(() => end());

    it('says so, and offers to restart the server', async () => {
      const { workbench, folder } = scene();
      const { page } = workbench;
      const asked = await holdpoint(folder, 'run', 'volumeDiscount.plan.yaml', '--json');
      equal((JSON.parse(asked.stdout) as { pending: object[] }).pending.length, 1);
      await holdpoint(folder, 'stop');
      end = await olderServer(folder);
      pid = serverPid(folder);
      await openFile(page, 'volumeDiscount.plan.yaml');
      await runCommand(page, 'Holdpoint: Check Plan');
      await notification(page, older).waitFor();
      await screenshot(workbench, 'olderServer');
    });

    it('finds everything again after the restart', async () => {
      const { page } = scene().workbench;
      await pressNotification(page, older, 'Restart Server');
      await showContainer(page, 'Holdpoint');
      await row(page, 'Pending Approvals', 'Volume discount').waitFor();
      ok(![undefined, pid].includes(serverPid(scene().folder)));
    });
  },
);
