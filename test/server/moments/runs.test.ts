import assert from 'node:assert/strict';
import { HeldProgram } from '../../support/heldProgram';
import { afterDeath, command, type Journey, journey, planText, programsRun } from '../../support/journey';
import { apart, together } from '../../support/sameMoment';
import { until } from '../../support/until';

const look = planText([command('look', 'look')]);

describe('two doors that lead one run at the same moment', () => {
  it('pause it twice: it is paused once and goes on when it is resumed', async () => {
    for (const turns of apart(8)) {
      const { made, program } = await working();
      const { run_id, server } = made;
      const pause = () => server.request('run/pause', { run_id });
      const ended = await together(server, turns, pause, pause);
      assert.ok(ended.some(({ code }) => code === null));
      program.end();
      await server.request('run/resume', { run_id });
      await made.reach('succeeded');
    }
  });

  it('pause it while its last step ends: it rests until it is resumed, or has ended', async () => {
    for (const turns of apart(48, 6)) {
      const { made, program } = await working();
      const { run_id, server } = made;
      await together(
        server,
        turns,
        async () => program.end(),
        () => server.request('run/pause', { run_id }),
      );
      const { status } = await server.request('run/wait', { run_id });
      if (status === 'paused') {
        await server.request('run/resume', { run_id });
      }
      await made.reach('succeeded');
      assert.deepEqual(server.faults, []);
    }
  });

  it('cancel it twice, or while it ends: it has one end', async () => {
    for (const turns of apart(48, 6)) {
      const { made, program } = await working();
      const { run_id, server } = made;
      const cancel = () => server.request('run/cancel', { run_id });
      program.end();
      await together(server, turns, cancel, cancel);
      await over(made);
      assert.equal((await made.events('run.ended')).length, 1);
      assert.deepEqual(server.faults, []);
    }
  });

  it('skip a step as it starts: it is skipped or it runs', async () => {
    for (const turns of apart(65, 5)) {
      const made = await journey(look);
      const { session_id, server } = made;
      await together(
        server,
        turns,
        () => made.start(),
        () => server.request('step/skip', { session_id, step_id: 'look' }),
      );
      await made.server.request('run/wait', { run_id: 'latest' });
      assert.deepEqual(server.faults, []);
    }
  });

  it('skip a step as it is granted: it is skipped or it runs', async () => {
    for (const turns of apart(30, 4)) {
      const made = await journey(look, { profile: 'standard' });
      await made.start();
      const { approval_id } = await made.request('look');
      const { run_id, server } = made;
      await together(
        server,
        turns,
        () => server.request('approval/grant', { approval_id }),
        () => server.request('step/skip', { run_id, step_id: 'look' }),
      );
      await made.reach('succeeded');
      assert.deepEqual(server.faults, []);
    }
  });

  it('go on with an interrupted one twice: it goes on once', async () => {
    for (const turns of apart(24, 4)) {
      const made = await interrupted();
      const { run_id, server } = made;
      const resume = () => server.request('run/resume', { run_id });
      await together(server, turns, resume, resume);
      await made.request('look');
      assert.equal((await made.pending()).length, 1);
      assert.equal((await made.events('run.resumed')).length, 1);
      assert.deepEqual(server.faults, []);
    }
  });

  it('go on with an interrupted one and cancel it: it has been cancelled', async () => {
    for (const turns of apart(24, 4)) {
      const made = await interrupted();
      const { run_id, server } = made;
      await together(
        server,
        turns,
        () => server.request('run/resume', { run_id }),
        () => server.request('run/cancel', { run_id }),
      );
      await made.reach('cancelled');
      assert.deepEqual(server.faults, []);
    }
  });

  it('an interrupted run that is cancelled begins nothing more', async () => {
    const program = new HeldProgram();
    const read = { id: 'read', uses: 'read_file', with: { path: 'a.txt' } };
    const departure = { program: program.run, files: { 'a.txt': 'one\n' } };
    const made = await journey(
      planText([command('look', 'look'), { ...read, needs: ['look'] }, command('other', 'other')]),
      { ...departure, policy: 'schema: policy/1\nlimits:\n  max_concurrency: 1\n' },
    );
    await made.start();
    await program.began;
    const after = await afterDeath(made);
    await after.server.request('run/cancel', { run_id: made.run_id });
    assert.deepEqual(programsRun(after.server), []);
    assert.deepEqual(await after.statuses(), { look: 'skipped', read: 'skipped', other: 'skipped' });
  });
});

/** A run whose only program is at work. */
async function working(): Promise<{ readonly made: Journey; readonly program: HeldProgram }> {
  const program = new HeldProgram();
  const made = await journey(look, { program: program.run });
  await made.start();
  await program.began;
  return { made, program };
}

/** A run whose server died while its only program was at work. */
async function interrupted(): Promise<Journey> {
  return await afterDeath((await working()).made);
}

/** Waits until a run has ended, however it ended, and no longer says that it works. */
async function over(made: Journey): Promise<void> {
  const hasEnded = async () => (await made.run()).ended_at !== null;
  await until('the run to end', hasEnded);
  await until('no run to be under way', () => made.server.runs.count === 0);
}
