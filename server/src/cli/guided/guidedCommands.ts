import type { Command } from 'commander';
import type { Profile } from '#protocol/policy';
import type { CommandLine } from '../commandLine';
import type { Call, Outcome } from '../invocation';
import { withRunOptions } from '../run/runCommands';
import { messagesOfGuide } from './guideText';

/** `guide doctor quickstart wizard`: for people who are new, or stuck. None of them ever approves anything by itself. */
export function guidedCommands(program: Command, line: CommandLine): void {
  line.verb(program, 'guide', 'show the way from a plan to a report', guide);
  line.verb(program, 'doctor', 'try out everything in a throw-away workspace', doctor);
  const quickstart = program
    .command('quickstart <file>')
    .description('check a plan, then run it, saying each step');
  line.act(withRunOptions(quickstart), quickstartRun);
  const wizard = line.noun(program, 'wizard', 'make a plan by answering questions');
  line.act(withRunOptions(wizard.command('run').description('make a small plan and run it')), wizardRun);
}

async function guide(call: Call): Promise<Outcome> {
  const text = messagesOfGuide(call.messages);
  return { document: { guide: text.split('\n') }, text };
}

async function doctor(call: Call): Promise<Outcome> {
  if (call.globals.baseUrl !== undefined) {
    const { refuseElsewhere } = await import('./elsewhere');
    refuseElsewhere(call, 'doctor tries this machine in a throw-away workspace; `check` looks at a server');
  }
  const { examine } = await import('./doctor');
  return await examine(call);
}

async function quickstartRun(call: Call): Promise<Outcome> {
  const { validatePlan } = await import('../work/validatePlan');
  const { readPlanFile } = await import('../work/readPlanFile');
  const file = readPlanFile(call.given.argument(0), call.cwd);
  const checked = await validatePlan(file, call, call.given.word<Profile>('profile'));
  if ((checked.exit ?? 0) !== 0) {
    return checked;
  }
  call.terminal.say([...(checked.problems ?? []), checked.text].join('\n'));
  call.terminal.say(messagesOfGuide(call.messages));
  const { startJourney } = await import('../run/journeys');
  return await startJourney(call, call.given.argument(0));
}

async function wizardRun(call: Call): Promise<Outcome> {
  const { askWizard } = await import('./wizard');
  return await askWizard(call);
}
