type Policy = { createScriptURL(url: string): string };

type TrustedTypes = {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): Policy;
};

/**
 * The address of a script in the form in which the page lets itself load one. A policy gives out one address, whatever
 * it is asked for, and its name can be used once.
 */
export function trustedScript(policyName: string, url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  return trustedTypes?.createPolicy(policyName, { createScriptURL: () => url }).createScriptURL('') ?? url;
}
