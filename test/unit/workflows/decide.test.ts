import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../workflows/core/machine/decide.ts';
import { answerOf } from '../../../workflows/core/machine/handle-command.ts';
import {
  initialMachine,
  jobState,
  type Effect,
  type JobEvent,
  type JobMachine,
} from '../../../workflows/core/machine/job-machine.ts';
import { attemptPause, pauseNews } from '../../../workflows/core/attempt-pause.ts';
import type { FailureClass } from '../../../workflows/core/failure-class.ts';
import { statusDiffers } from '../../../workflows/core/status/status-differs.ts';
import { projectStatus } from '../../../workflows/core/status/project-status.ts';
import type { Command, CommandVerb } from '../../../workflows/messages.ts';
import { jobConfig } from '../../support/job-config.ts';
import { reconcileInput, syncResult } from '../../support/temporal/job-fixture.ts';

const T0 = Date.parse('2026-01-01T00:00:00Z');
const MINUTE = 60_000;

/** A Job lived through events, one a minute. */
class Life {
  machine: JobMachine = initialMachine('mirrors', 'debian');
  now = T0;
  /** Of the last event. */
  effects: readonly Effect[] = [];
  #commands = 0;

  event(event: JobEvent): this {
    this.now += MINUTE;
    const { state, effects } = decide(this.machine, event, this.now);
    this.machine = state;
    this.effects = effects;
    return this;
  }

  create(change: Parameters<typeof reconcileInput>[0] = {}): this {
    return this.event({ type: 'reconcile', input: reconcileInput(change) });
  }

  command(command: CommandVerb, more: Partial<Command> = {}) {
    const commandId = `c${(this.#commands += 1)}`;
    this.event({ type: 'command', command: { commandId, command, ...more } });
    return answerOf(this.machine, commandId);
  }

  succeed(): this {
    return this.event({ type: 'runEnded', seq: this.machine.runSeq, outcome: { ok: true, result: syncResult() } });
  }

  /** An attempt of the run under way fails, and another one is to come. */
  fallBack(errorClass: FailureClass, attempt = 1): this {
    this.event({ type: 'runStarted', seq: this.machine.runSeq });
    const until = this.now + MINUTE + attemptPause(errorClass, attempt);
    const news = pauseNews({ errorClass, message: `${errorClass} happened`, until }, attempt, 2);
    return this.event({ type: 'runWaiting', seq: this.machine.runSeq, attempt, ...news });
  }

  fail(errorClass: FailureClass): this {
    const outcome = { ok: false, errorClass, message: `${errorClass} happened` } as const;
    return this.event({ type: 'runEnded', seq: this.machine.runSeq, outcome });
  }
}

const settled = (): Life => new Life().create().succeed();

describe('an object that was set back to an earlier state', () => {
  const upstreamOf = ({ machine }: Life): string | undefined => machine.desired?.config.upstream;
  const later = jobConfig({ upstream: 'rsync://later.example/m/' });
  const restored = { generation: 3, config: jobConfig({ upstream: 'rsync://restored.example/m/' }) };
  const life = (): Life => settled().create({ generation: 5, config: later }).succeed();

  test('is not told from old news, which change nothing but have the status written again', () => {
    const job = life().create(restored);
    expect([upstreamOf(job), job.machine.desired?.generation]).toEqual([later.upstream, 5]);
    expect(statusDiffers(job.machine, reconcileInput(restored))).toBe(true);
  });

  test('is taken up once its status, written after the restore, goes by a generation that it does not have yet', () => {
    const job = life().create({ ...restored, status: { observedGeneration: 5 } });
    expect([upstreamOf(job), job.machine.desired?.generation]).toEqual([restored.config.upstream, 3]);
    expect(job.succeed().create({ ...restored, generation: 4, config: later }).machine.desired?.generation).toBe(4);
  });

  test('and edited up to the generation that was known is taken up by what it says', () => {
    const job = life().create({ ...restored, generation: 5 });
    expect(upstreamOf(job)).toBe(restored.config.upstream);
  });
});

describe('a Job', () => {
  test('starts its first run at once', () => {
    const { machine } = new Life().create();
    expect(machine.run).toMatchObject({ seq: 1, trigger: 'created' });
    expect(jobState(machine)).toBe('pre-syncing');
  });

  test('goes through the states of a run', () => {
    const life = new Life().create().event({ type: 'runStarted', seq: 1 });
    expect(jobState(life.machine)).toBe('syncing');
    life.event({ type: 'runWaiting', seq: 1, waitingFor: 'A worker.' });
    expect(projectStatus(life.machine)).toMatchObject({ status: 'pre-syncing', waitingFor: 'A worker.' });
    expect(jobState(life.succeed().machine)).toBe('success');
  });

  test('takes up the past from the status of the object', () => {
    const status = { status: 'paused', runSeq: 7, size: 9, lastUpdate: '2025-12-31T00:00:00Z' } as const;
    const { machine } = new Life().create({ status: { ...status, lastEnded: status.lastUpdate } });
    expect(jobState(machine)).toBe('paused');
    expect(machine).toMatchObject({ runSeq: 7, size: 9, lastResult: 'success' });
  });

  test('makes up for a run that nobody saw end', () => {
    const status = { status: 'syncing', runSeq: 7, lastStarted: '2025-12-31T23:00:00Z' } as const;
    expect(new Life().create({ status }).machine.run).toMatchObject({ seq: 8, trigger: 'schedule' });
  });

  test('that was deleted and made anew ends the old run and books nothing of it', () => {
    const life = new Life().create().create({ uid: 'uid-2' });
    expect(life.machine.run).toMatchObject({ seq: 1, cancel: 'replaced' });
    life.succeed();
    expect(life.machine).toMatchObject({ lastUpdate: null, run: { seq: 2, trigger: 'created' } });
  });
});

describe('commands', () => {
  test('stop keeps the schedule', () => {
    const life = settled();
    life.command('start');
    expect(life.command('stop')).toMatchObject({ changed: true });
    life.fail('Canceled');
    expect(jobState(life.machine)).toBe('success');
    expect(life.machine.next).toEqual({ at: life.now + 24 * 60 * MINUTE, trigger: 'schedule' });
  });

  test('start after stop runs once the stopped run has ended', () => {
    const life = new Life().create();
    life.command('stop');
    expect(life.command('start')).toMatchObject({ changed: true, runSeq: 1 });
    expect(life.fail('Canceled').machine.run).toMatchObject({ seq: 2, trigger: 'command' });
  });

  test('stop takes back the new run of a restart', () => {
    const life = new Life().create();
    life.command('restart');
    life.command('stop');
    expect(life.fail('Canceled').machine.run).toBeNull();
  });

  test('pause lets the run go on and starts nothing after it', () => {
    const life = new Life().create();
    expect(life.command('pause')).toMatchObject({ changed: true, state: 'pre-syncing' });
    life.succeed();
    expect(jobState(life.machine)).toBe('paused');
    expect(life.command('start')).toMatchObject({ changed: false });
    expect(life.command('start', { force: true })).toMatchObject({ changed: true, runSeq: 2 });
  });

  test('disable holds even against force, and across the end of the run', () => {
    const life = new Life().create();
    expect(life.command('disable')).toMatchObject({ state: 'disabled' });
    life.succeed();
    expect(jobState(life.machine)).toBe('disabled');
    for (const verb of ['start', 'restart', 'resume'] as const) {
      expect(life.command(verb, { force: true })).toMatchObject({ changed: false, state: 'disabled' });
    }
    expect(life.command('enable')).toMatchObject({ changed: true, state: 'success' });
  });

  test('start leaves a busy upstream in peace, unless forced', () => {
    const life = new Life().create().fail('UpstreamBusy');
    expect(life.command('start')).toMatchObject({ changed: false });
    expect(life.command('start', { force: true })).toMatchObject({ changed: true });
  });

  test('start ends every other back-off', () => {
    expect(new Life().create().fail('UpstreamUnreachable').command('start')).toMatchObject({ changed: true });
  });

  test('remembers the last 32', () => {
    const life = settled();
    for (let count = 0; count < 40; count += 1) life.command('reload');
    expect(life.machine.answers).toHaveLength(32);
    expect(answerOf(life.machine, 'c40')).toBeDefined();
  });
});

describe('a run whose attempt failed and is made again', () => {
  const paused = (errorClass: FailureClass = 'DiskFull'): Life => new Life().create().fallBack(errorClass);
  const raised = { generation: 2, config: jobConfig({ minFree: '1Mi' }) };

  test('says what failed, for how long it waits, and shows no progress', () => {
    const life = paused();
    expect(projectStatus(life.machine)).toMatchObject({
      status: 'pre-syncing',
      errorClass: 'DiskFull',
      errorMsg: 'DiskFull happened',
      waitingFor: 'Attempt 2 of 2 at 2026-01-01T00:33:00Z, since attempt 1 failed: DiskFull: DiskFull happened',
      progress: null,
      attempt: 1,
    });
    life.event({ type: 'runWaiting', seq: 1, waitingFor: null, attempt: 2 });
    const going = projectStatus(life.machine);
    expect(going).toMatchObject({ status: 'syncing', errorClass: null, waitingFor: null, attempt: 2 });
    expect(going).not.toHaveProperty('progress');
    expect(projectStatus(life.fail('DiskFull').machine)).toMatchObject({ attempt: 2 });
    life.command('start');
    expect(projectStatus(life.machine)).toMatchObject({ runSeq: 2, attempt: 1 });
  });

  test('goes on at once when it is started, with leave to delete if that is given', () => {
    const life = paused();
    expect(life.command('start', { allowDelete: true })).toMatchObject({ changed: true, runSeq: 1, state: 'syncing' });
    expect(life.effects).toMatchObject([{ type: 'amendRun', seq: 1, amendment: { allowDelete: true, atOnce: true } }]);
    expect(life.command('start')).toMatchObject({ changed: false, message: 'Run 1 is already under way.' });
  });

  test('leaves a busy upstream in peace, unless forced', () => {
    const life = paused('UpstreamBusy');
    expect(life.command('start')).toMatchObject({ changed: false, message: expect.stringContaining('force') });
    expect(life.create(raised).effects).toMatchObject([{ amendment: { atOnce: false } }]);
    expect(life.command('start', { force: true })).toMatchObject({ changed: true });
    expect(life.effects).toMatchObject([{ amendment: { atOnce: true } }]);
  });

  test('takes up a change that may mend it at once, any other with its next attempt', () => {
    const amendment = { generation: 2, config: raised.config, allowDelete: false, atOnce: true };
    expect(paused().create(raised).effects).toEqual([{ type: 'amendRun', seq: 1, amendment }]);
    const other = { generation: 2, config: jobConfig({ retry: 9 }) };
    expect(paused().create(other).effects).toMatchObject([{ amendment: { config: { retry: 9 }, atOnce: false } }]);
  });

  test('takes up a change that came during the attempt', () => {
    const life = new Life().create().create(raised);
    expect(life.effects).toEqual([]);
    expect(life.fallBack('DiskFull').effects).toMatchObject([{ amendment: { generation: 2, atOnce: true } }]);
    expect(life.fallBack('DiskFull', 2).effects).toEqual([]);
  });

  test('can be stopped and restarted', () => {
    const life = paused();
    expect(life.command('restart')).toMatchObject({ changed: true });
    expect(life.effects).toEqual([{ type: 'cancelRun', seq: 1 }]);
    expect(projectStatus(life.fail('Canceled').machine)).toMatchObject({ runSeq: 2, errorClass: null });
  });

  test('counts for nothing once its Job was deleted and made anew', () => {
    const life = paused();
    const news = pauseNews({ errorClass: 'DiskFull', message: 'full', until: life.now }, 1, 2);
    const asked = life.create({ uid: 'uid-2' }).machine;
    const told = life.event({ type: 'runWaiting', seq: 1, attempt: 1, ...news }).machine;
    for (const status of [asked, told].map(projectStatus)) {
      expect(status).toMatchObject({ status: 'created', errorClass: null, errorMsg: null });
      expect(status).not.toHaveProperty('attempt');
    }
  });

  test('tells the upstream of a run that failed', () => {
    expect(projectStatus(new Life().create().fail('UpstreamMissing').machine)).toMatchObject({
      upstream: jobConfig().upstream,
    });
  });
});

describe('an entity made anew for a Job whose status tells of', () => {
  const told = { lastStarted: '2025-12-31T02:00:00Z', lastEnded: '2025-12-31T01:00:00Z', errorClass: 'UpstreamBusy' };

  test.each(['pre-syncing', 'syncing'] as const)(
    'a run that is %s takes the error of its attempt for none',
    (status) => {
      const life = new Life().create({ status: { ...told, status, lastUpdate: told.lastEnded } });
      expect(life.machine).toMatchObject({ lastResult: 'success', failing: null, error: null });
      expect(life.command('stop')).toBeDefined();
      expect(projectStatus(life.fail('Canceled').machine)).toMatchObject({ status: 'success', errorClass: null });
    },
  );

  test('a run that was ending when it was disabled takes that error for none', () => {
    const { machine } = new Life().create({ status: { ...told, status: 'disabled' } });
    expect(machine).toMatchObject({ mode: 'disabled', failing: null, error: null });
  });

  test.each(['failed', 'paused'] as const)('a Job that is %s goes on with the error of its last run', (status) => {
    const { machine } = new Life().create({ status: { ...told, status } });
    expect(machine).toMatchObject({ failing: { errorClass: 'UpstreamBusy' }, error: { errorClass: 'UpstreamBusy' } });
  });
});

describe('a changed spec', () => {
  const changed = (change: Parameters<typeof jobConfig>[0]) => ({ generation: 2, config: jobConfig(change) });

  test('of presentation leaves the run alone', () => {
    expect(new Life().create().create(changed({ alias: 'Debian' })).machine.run).toMatchObject({
      seq: 1,
      cancel: null,
    });
  });

  test('of the source restarts the run', () => {
    const life = new Life().create().create(changed({ upstream: 'rsync://other.example/m/' }));
    expect(life.machine.run).toMatchObject({ cancel: 'changed' });
    expect(life.fail('Canceled').machine.run).toMatchObject({ seq: 2, trigger: 'changed' });
  });

  test('that may mend a failure starts a run at once', () => {
    const life = new Life()
      .create()
      .fail('MassDeletion')
      .create(changed({ maxDelete: 'unlimited' }));
    expect(life.machine.run).toMatchObject({ seq: 2, trigger: 'changed' });
  });

  test('of an older generation is not taken back', () => {
    const life = settled()
      .create(changed({ alias: 'new' }))
      .create({ generation: 1 });
    expect(life.machine.desired).toMatchObject({ generation: 2, config: { alias: 'new' } });
  });

  test('with a schedule that cannot be read plans nothing and says so', () => {
    const life = settled().create(changed({ cron: '99 * * * *' }));
    expect(projectStatus(life.machine)).toMatchObject({
      nextSchedule: null,
      waitingFor: expect.stringContaining('minute'),
    });
    expect(life.command('start')).toMatchObject({ changed: true });
  });
});

test('a Job whose status tells of later runs than are known here goes on after those', () => {
  const life = settled().create({ status: { runSeq: 9, status: 'success' } });
  expect(life.machine).toMatchObject({ runSeq: 9, run: null });
  expect(life.command('start')).toMatchObject({ runSeq: 10 });
});
