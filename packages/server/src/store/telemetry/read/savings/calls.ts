import { trusted } from '../sql.ts';

/**
 * Which calls are alike: see Place in core/savings/facts.ts. With a prompt its name says enough; else the agent and what the
 * call is named.
 */
export const PLACE = `toString(provider) AS provider, toString(model) AS model, toString(prompt_name) AS prompt,
  if(prompt_name = '', toString(agent_name), '') AS agent, if(prompt_name = '', toString(name), '') AS name`;
export const BY_PLACE = trusted('provider, model, prompt, agent, name');
/** More places are of no matter: they are ranked by money. */
export const MOST_PLACES = 500;
export const TRACES = 5;
