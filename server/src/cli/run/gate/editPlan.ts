import { spawn } from 'node:child_process';
import type { Call } from '../../invocation';
import { type PlanFile, readPlanFile } from '../../work/readPlanFile';

/** Opens a plan in the person's editor and reads it again; undefined when nothing was changed or no editor is set. */
export async function editPlan(call: Call, file: PlanFile): Promise<PlanFile | undefined> {
  const { env, terminal, messages } = call;
  const [program, ...words] = editorOf(env);
  if (program === undefined) {
    terminal.say(messages.noEditor);
    return undefined;
  }
  await new Promise<void>((resolve, reject) => {
    const editor = spawn(program, [...words, file.path], { stdio: 'inherit' });
    editor.once('error', reject);
    editor.once('close', () => resolve());
  });
  const edited = readPlanFile(file.path, call.cwd);
  if (edited.text === file.text) {
    terminal.say(messages.notEdited);
    return undefined;
  }
  return edited;
}

/** The program that edits texts and its first arguments, as the environment names them; empty when it names none. */
export function editorOf(env: Call['env']): readonly string[] {
  return (env['VISUAL'] || env['EDITOR'] || '').split(/\s+/).filter((word) => word !== '');
}
