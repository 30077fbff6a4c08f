// The shell's behaviour: command bar, theme, dialogs, toasts, htmx manners. No inline handlers.
(function () {
  "use strict";
  var root = document.documentElement;
  var $ = function (id) { return document.getElementById(id); };

  // --- Theme -------------------------------------------------------------
  function toggleTheme() {
    var dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("firstdesk-theme", root.dataset.theme); } catch (error) { /* kept for this page only */ }
  }

  // --- The bank's clock ---------------------------------------------------
  var clock = $("bank-clock");
  if (clock && clock.dataset.now && !clock.hasAttribute("data-frozen")) {
    var parts = clock.dataset.now.split(":").map(Number);
    var begun = Date.now() - parts[2] * 1000;
    setInterval(function () {
      var minutes = parts[0] * 60 + parts[1] + Math.floor((Date.now() - begun) / 60000);
      if (minutes >= 1440) return; // past midnight the date is wrong too: the next page says it
      var two = function (n) { return String(n).padStart(2, "0"); };
      clock.textContent = two(Math.floor(minutes / 60)) + ":" + two(minutes % 60);
    }, 1000);
  }

  // --- Dialogs --------------------------------------------------------------
  var openers = new WeakMap();
  function openDialog(dialog, opener) {
    if (!dialog || dialog.open) return;
    openers.set(dialog, opener || document.activeElement);
    dialog.showModal();
    dialog.dispatchEvent(new CustomEvent("dialog:open", { bubbles: true }));
  }
  document.addEventListener("close", function (event) {
    var opener = openers.get(event.target);
    if (opener && opener.isConnected && opener.focus) opener.focus();
  }, true);

  document.addEventListener("click", function (event) {
    var target = event.target.closest && event.target.closest("[data-open],[data-close],[data-theme-switch],[data-copy],.toast__close");
    if (!target) {
      if (event.target.nodeName === "DIALOG") closeFromBackdrop(event);
      return;
    }
    if (target.matches("[data-open]")) openDialog($(target.dataset.open), target);
    else if (target.matches("[data-close]")) target.closest("dialog").close();
    else if (target.matches("[data-theme-switch]")) toggleTheme();
    else if (target.matches("[data-copy]")) copy(target);
    else target.closest(".toast").remove();
  });
  function closeFromBackdrop(event) {
    var box = event.target.getBoundingClientRect();
    var inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside && !event.target.hasAttribute("data-stay")) event.target.close();
  }
  function copy(button) {
    var source = $(button.dataset.copy);
    var value = "value" in source ? source.value : source.textContent.trim();
    if (source.select) source.select();
    if (navigator.clipboard) navigator.clipboard.writeText(value).then(function () { toast(button.dataset.copied, "ok"); }, function () {});
  }

  // A form marked data-once is sent once, however often its button is pressed.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    var field = form.querySelector("input[name=csrfmiddlewaretoken]");
    var fresh = cookie("csrftoken");
    if (field && fresh) field.value = fresh; // signing in again in another tab renews it
    if (form.hasAttribute("data-once")) {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
    }
  }, true);
  addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });
  // A filter form marked data-auto sends itself when a choice changes.
  document.addEventListener("change", function (event) {
    var form = event.target.closest && event.target.closest("form[data-auto]");
    if (form && event.target.matches("select,input[type=checkbox],input[type=radio],input[type=date]")) form.requestSubmit();
  });

  // --- Command bar ------------------------------------------------------------
  var bar = $("cmd");
  if (bar) commandBar(bar);
  function commandBar(dialog) {
    var input = dialog.querySelector("input[type=search]");
    var list = dialog.querySelector(".cmd__list");
    var items = function () { return Array.from(list.querySelectorAll(".cmd__item")); };
    function select(index) {
      var all = items();
      all.forEach(function (item, i) { item.setAttribute("aria-selected", String(i === index)); });
      var chosen = all[index];
      input.setAttribute("aria-activedescendant", chosen ? chosen.id : "");
      if (chosen) chosen.scrollIntoView({ block: "nearest" });
    }
    function selected() {
      return items().findIndex(function (item) { return item.getAttribute("aria-selected") === "true"; });
    }
    document.addEventListener("keydown", function (event) {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        if (dialog.open) dialog.close();
        else openDialog(dialog);
      }
    });
    dialog.addEventListener("dialog:open", function () {
      input.select();
      if (window.htmx) htmx.trigger(input, "cmd:open");
    });
    input.addEventListener("keydown", function (event) {
      if (event.isComposing) return; // Enter and arrows belong to the input method
      var count = items().length;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (count) select((selected() + (event.key === "ArrowDown" ? 1 : -1) + count) % count);
      } else if (event.key === "Escape") {
        event.preventDefault(); // a search field would only empty itself
        dialog.close();
      } else if (event.key === "Enter") {
        event.preventDefault();
        var chosen = items()[selected()];
        if (chosen) chosen.click();
      }
    });
    list.addEventListener("htmx:afterSwap", function () { select(0); });
    list.addEventListener("click", function (event) { if (event.target.closest(".cmd__item")) dialog.close(); });
  }

  // --- Toasts --------------------------------------------------------------------
  var toasts = $("toasts");
  function toast(text, level) {
    var template = $("toast-" + (level === "bad" ? "bad" : "ok"));
    if (!toasts || !template || !text) return;
    var copied = template.content.cloneNode(true);
    copied.querySelector(".toast__text").textContent = text;
    toasts.prepend(copied);
  }
  if (toasts) {
    var leave = function (node) {
      if (node.nodeType === 1 && node.matches(".toast:not(.toast--bad)")) {
        setTimeout(function () { if (!node.matches(":hover,:focus-within")) node.remove(); }, 9000);
      }
    };
    toasts.querySelectorAll(".toast").forEach(leave);
    new MutationObserver(function (changes) {
      changes.forEach(function (change) { change.addedNodes.forEach(leave); });
    }).observe(toasts, { childList: true });
  }
  // A response may send HX-Trigger: {"toast": {"text": "…", "level": "ok"}}.
  document.addEventListener("toast", function (event) { toast(event.detail.text, event.detail.level); });

  // --- htmx ------------------------------------------------------------------------
  function cookie(name) {
    var found = document.cookie.split("; ").find(function (part) { return part.startsWith(name + "="); });
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  }
  function quiet(event) { return event.detail.elt && event.detail.elt.closest && event.detail.elt.closest("[data-quiet]"); }
  document.addEventListener("htmx:configRequest", function (event) {
    var meta = document.querySelector("meta[name=csrf-token]");
    event.detail.headers["X-CSRFToken"] = cookie("csrftoken") || (meta ? meta.content : "");
  });
  // A refusal carries HX-Retarget and is shown; the page with what was typed stays as it is.
  document.addEventListener("htmx:beforeSwap", function (event) {
    var xhr = event.detail.xhr;
    if (xhr.status >= 400 && xhr.getResponseHeader("HX-Retarget")) {
      event.detail.shouldSwap = !quiet(event);
      event.detail.isError = false;
    }
  });
  // Signed out meanwhile: say so and stay, so that nothing typed is lost.
  document.addEventListener("htmx:beforeOnLoad", function (event) {
    if (event.detail.xhr.status !== 401) return;
    event.preventDefault();
    var template = $("toast-signed-out");
    if (template && toasts && !toasts.querySelector("[data-signed-out]")) toasts.prepend(template.content.cloneNode(true));
  });
  // What was refused and then done is no longer said.
  document.addEventListener("htmx:afterRequest", function (event) {
    var verb = event.detail.requestConfig && event.detail.requestConfig.verb;
    var status = event.detail.xhr.status;
    if (status < 200 || status >= 400 || verb === "get" || quiet(event) || !toasts) return;
    toasts.querySelectorAll(".toast--bad").forEach(function (node) { node.remove(); });
  });
  document.addEventListener("htmx:sendError", function (event) {
    if (!quiet(event) && toasts) toast(toasts.dataset.offline, "bad");
  });
  document.addEventListener("htmx:responseError", function (event) {
    if (!quiet(event) && toasts) toast(toasts.dataset.failed, "bad");
  });

  // --- Passkeys: allauth's script reports failures here --------------------------------
  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    var note = $("passkey-note");
    if (note) { note.hidden = false; note.focus(); }
  });
})();
