import { html } from "../../http/html.ts";

export const keyForm = html`<p id="key-help">The first time, your key is registered for this demo; after that it confirms.</p>
<p class="acts"><button class="main" id="use-key" type="button">Use the security key</button></p>
<p id="key-problem" role="status"></p>
<noscript><p class="problem">A security key needs JavaScript. Choose another way to confirm.</p></noscript>`;

/** Runs in the browser, on the browser's own WebAuthn functions. It registers a key if there is none, then signs. */
export const keyScript = `
const problem = document.getElementById("key-problem");
const post = async (path, body) => {
  const answer = await fetch(location.pathname + path, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error("refused");
  return answer.json();
};
document.getElementById("use-key").onclick = async () => {
  problem.textContent = "";
  try {
    for (;;) {
      const { act, options } = await post("/key/options", {});
      const made = act === "register"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      const { done } = await post("/key/answer", made.toJSON());
      if (done) { location.reload(); return; }
    }
  } catch {
    problem.textContent = "The key did not confirm. Try once more, or confirm in another way.";
  }
};
`;
