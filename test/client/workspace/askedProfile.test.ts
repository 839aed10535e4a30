import assert from 'node:assert/strict';
import { askedProfile, type ProfileSettings } from '../../../client/src/workspace/askedProfile';

describe('the profile that settings ask for', () => {
  const check = (settings: ProfileSettings, expected: string) =>
    assert.equal(askedProfile(settings), expected, JSON.stringify(settings));

  it('§1.5: is what the person says, and nothing where nobody says anything', () => {
    check({}, '');
    check({ globalValue: 'dev' }, 'dev');
    check({ globalValue: 'strict' }, 'strict');
  });

  it('§1.5: is never loosened by what lies in the workspace', () => {
    check({ workspaceValue: 'dev' }, '');
    check({ workspaceFolderValue: 'dev' }, '');
    check({ globalValue: 'standard', workspaceValue: 'dev', workspaceFolderValue: '' }, 'standard');
    check({ globalValue: 'strict', workspaceValue: 'standard', workspaceFolderValue: 'dev' }, 'strict');
    check({ globalValue: 'ci', workspaceFolderValue: 'standard' }, 'ci');
  });

  it('§1.5: is tightened by it', () => {
    check({ workspaceValue: 'strict' }, 'strict');
    check({ globalValue: 'dev', workspaceFolderValue: 'standard' }, 'standard');
    check({ workspaceValue: 'ci', workspaceFolderValue: 'standard' }, 'ci');
  });
});
