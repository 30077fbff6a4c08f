// Opens the dialog that the address names (/desk/#new-case), so that Ctrl-K can lead to it, and
// lets a refusal be read and closed while a dialog is open: what is outside a dialog is inert.
(function () {
  "use strict";
  function show() {
    var dialog = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (!dialog || dialog.nodeName !== "DIALOG" || dialog.open) return;
    dialog.showModal();
    history.replaceState(null, "", location.pathname + location.search);
  }
  addEventListener("hashchange", show);
  show();

  var toasts = document.getElementById("toasts");
  if (!toasts) return;
  new MutationObserver(function () {
    var dialog = document.querySelector("dialog:modal");
    if (dialog && toasts.children.length && !dialog.contains(toasts)) dialog.append(toasts);
  }).observe(toasts, { childList: true });
  document.addEventListener("close", function (event) {
    if (event.target.contains(toasts)) document.body.append(toasts);
  }, true);
})();
