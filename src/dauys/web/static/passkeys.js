// Passkeys: asks the device for what the server wants to know, puts the answer into the form and sends it.
(() => {
  "use strict";

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };

  const text = (buffer) => {
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };

  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const asked = (kind, options) => {
    const wanted = { ...options, challenge: bytes(options.challenge) };
    if (kind === "create") {
      wanted.user = { ...options.user, id: bytes(options.user.id) };
      wanted.excludeCredentials = named(options.excludeCredentials);
    } else {
      wanted.allowCredentials = named(options.allowCredentials);
    }
    return wanted;
  };

  const answered = (credential) => {
    const { id, type, rawId, response, authenticatorAttachment } = credential;
    const told = { clientDataJSON: text(response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[name]) told[name] = text(response[name]);
    }
    if (response.getTransports) told.transports = response.getTransports();
    return {
      id, type, rawId: text(rawId), response: told, authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  };

  const ask = async (form) => {
    const kind = form.dataset.passkey;
    const options = JSON.parse(form.dataset.options).publicKey;
    const credential = await navigator.credentials[kind]({ publicKey: asked(kind, options) });
    form.elements.credential.value = JSON.stringify(answered(credential));
    form.submit();
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      form.querySelector("[data-failed]").hidden = true;
      ask(form).catch(() => {
        form.querySelector("[data-failed]").hidden = false;
      });
    });
  }
})();
