import type { Checked, Handlers } from '#protocol/methods';
import type { Context } from '../../context';
import { listAnswer } from '../../record/listAnswer';
import type { Tool } from '../../tool';

/** Says which tools there are and what each may do (GATE-12). */
export function toolHandlers(context: Context): Pick<Handlers, 'tool/list' | 'tool/permissions'> {
  return {
    'tool/list': async (params) => listTools(context, params),
    'tool/permissions': async (params) => toolPermissions(context, params),
  };
}

function listTools(context: Context, params: Checked<'tool/list'>) {
  const tools = [...context.tools.values()];
  const shown = tools.slice(params.offset, params.offset + params.limit);
  return listAnswer(
    shown.map((tool) => toolView(context, tool)),
    tools.length,
    params,
  );
}

function toolView(context: Context, tool: Tool) {
  const { name, permissionProfile, description, aliases } = tool;
  return {
    tool_name: name,
    permission_profile: permissionProfile,
    description,
    enabled: !context.disabledTools.has(name),
    effect: profileEffects[permissionProfile] ?? permissionProfile,
    aliases: [...aliases],
  };
}

/** A tool nobody knows is no error: it has no permission and is off. */
function toolPermissions(context: Context, { tool_name }: Checked<'tool/permissions'>) {
  const tool = [...context.tools.values()].find(
    ({ name, aliases }) => name === tool_name || aliases.includes(tool_name),
  );
  return tool === undefined
    ? { tool_name, permission_profile: 'unknown', enabled: false }
    : {
        tool_name: tool.name,
        permission_profile: tool.permissionProfile,
        enabled: !context.disabledTools.has(tool.name),
      };
}

/** Which effect each permission profile stands for, as the table of tools says (§1.3). */
const profileEffects: Readonly<Record<string, string>> = {
  workspace_read: 'read',
  shell_readonly: 'read',
  workspace_write_preview: 'read',
  workspace_write_apply: 'write',
  workspace_patch: 'write',
  shell_exec: 'exec',
  git_write: 'git',
  git_push: 'git',
};
