import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { commandUpdate, entityWorkflowId } from '../../workflows/messages.ts';
import type { Command, CommandResult } from '../../workflows/messages.ts';
import type { JobKey } from '../cluster/job-watch.ts';

/** Tells Jobs' workflows what to do. */
export interface Commands {
  /**
   * Carries a command out once and answers with the state after it; undefined when the Job has no workflow.
   * Throws the errors of the Temporal client.
   */
  send(key: JobKey, command: Command): Promise<CommandResult | undefined>;
}

const timeoutMs = 10_000;

/** Commands as updates of the entity workflow. */
export function createCommands(client: Client): Commands {
  return {
    async send({ namespace, name }, command) {
      const handle = client.workflow.getHandle(entityWorkflowId(namespace, name));
      const options = { args: [command] as [Command], updateId: command.commandId };
      try {
        return await client.withDeadline(Date.now() + timeoutMs, () => handle.executeUpdate(commandUpdate, options));
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return undefined;
        throw error;
      }
    },
  };
}
