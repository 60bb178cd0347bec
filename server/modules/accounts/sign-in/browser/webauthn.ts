/** Speaks WebAuthn with this browser; the JSON is that of the W3C's WebAuthn, level 3. */

export interface OptionsJson {
  readonly challenge: string;
  readonly [member: string]: unknown;
}

interface DescriptorJson {
  readonly id: string;
  readonly transports?: AuthenticatorTransport[];
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function textOf(buffer: ArrayBuffer): string {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function descriptorsOf(list: unknown): PublicKeyCredentialDescriptor[] {
  const descriptors = (list ?? []) as readonly DescriptorJson[];
  return descriptors.map(({ id, transports }) => ({
    id: bytesOf(id),
    type: "public-key",
    ...(transports === undefined ? {} : { transports }),
  }));
}

/** Asks for any passkey of this site. @returns the answer for the server, or null if none came */
export async function askForPasskey(options: OptionsJson): Promise<object | null> {
  const { challenge, allowCredentials, ...more } = options;
  const publicKey = {
    ...more,
    challenge: bytesOf(challenge),
    allowCredentials: descriptorsOf(allowCredentials),
  } as PublicKeyCredentialRequestOptions;
  const credential = await navigator.credentials.get({ publicKey });
  if (!(credential instanceof PublicKeyCredential)) return null;
  const answer = credential.response as AuthenticatorAssertionResponse;
  return answerOf(credential, {
    clientDataJSON: textOf(answer.clientDataJSON),
    authenticatorData: textOf(answer.authenticatorData),
    signature: textOf(answer.signature),
    ...(answer.userHandle === null ? {} : { userHandle: textOf(answer.userHandle) }),
  });
}

/** Makes a passkey on this device or on a key. @returns the answer for the server, or null */
export async function makePasskey(options: OptionsJson): Promise<object | null> {
  const { challenge, user, excludeCredentials, ...more } = options;
  const holder = user as { readonly id: string };
  const publicKey = {
    ...more,
    challenge: bytesOf(challenge),
    user: { ...holder, id: bytesOf(holder.id) },
    excludeCredentials: descriptorsOf(excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions;
  const credential = await navigator.credentials.create({ publicKey });
  if (!(credential instanceof PublicKeyCredential)) return null;
  const answer = credential.response as AuthenticatorAttestationResponse;
  return answerOf(credential, {
    clientDataJSON: textOf(answer.clientDataJSON),
    attestationObject: textOf(answer.attestationObject),
    transports: answer.getTransports?.() ?? [],
  });
}

function answerOf(credential: PublicKeyCredential, response: object): object {
  const { id, type } = credential;
  const clientExtensionResults = credential.getClientExtensionResults();
  return { id, rawId: textOf(credential.rawId), type, clientExtensionResults, response };
}
