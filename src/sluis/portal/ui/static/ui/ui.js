/* All that scripts do here; every page works without it. */
"use strict";

// A summary of errors gets the focus, so that who listens hears it first.
document.querySelector("[data-focus]")?.focus();

// A form is sent once: a second click while the first is under way does nothing.
for (const form of document.querySelectorAll("form[method=post]")) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
    setTimeout(() => { sent = false; }, 5000);
  });
  addEventListener("pageshow", () => { sent = false; });
}
