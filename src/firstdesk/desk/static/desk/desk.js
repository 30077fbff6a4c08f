// Opens the dialog that the address names (/desk/#new-case), so that Ctrl-K can lead to it.
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
})();
