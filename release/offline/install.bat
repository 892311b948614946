@echo off
rem Installs Shuiguan on a computer without a network: install.bat [folder]
setlocal
set "HERE=%~dp0"
set "TARGET=%~1"
if "%TARGET%"=="" set "TARGET=%LOCALAPPDATA%\shuiguan"
set "PYTHON="
for %%V in (3.14 3.13 3.12 3.11) do (
  if not defined PYTHON py -%%V -c "import venv, ensurepip" >nul 2>nul && set "PYTHON=py -%%V"
)
if not defined PYTHON python -c "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "PYTHON=python"
if not defined PYTHON (
  echo Python 3.11 or newer was not found. Install it first, then run this file again.
  if "%~1"=="" pause
  exit /b 2
)
if exist "%TARGET%" if not exist "%TARGET%\pyvenv.cfg" (
  echo %TARGET% holds other files. Nothing was installed. Give another folder: install.bat FOLDER
  if "%~1"=="" pause
  exit /b 2
)
%PYTHON% -m venv "%TARGET%"
if errorlevel 1 (
  echo Python could not make %TARGET%. Nothing was installed.
  if "%~1"=="" pause
  exit /b 1
)
set "WHAT=shuiguan[web,serve]"
if exist "%HERE%wheels\lxml-*.whl" set "WHAT=shuiguan[import,office,serve]"
"%TARGET%\Scripts\python" -m pip install --quiet --disable-pip-version-check --no-input --no-index --find-links "%HERE%wheels" --upgrade "%WHAT%"
if errorlevel 1 (
  echo The installation failed; the message above says why.
  if "%~1"=="" pause
  exit /b 1
)
> "%TARGET%\start.bat" echo @"%TARGET%\Scripts\kb" serve --browse --corpus "%%USERPROFILE%%\shuiguan\corpus"
>> "%TARGET%\start.bat" echo @pause
if exist "%USERPROFILE%\Desktop" copy /y "%TARGET%\start.bat" "%USERPROFILE%\Desktop\shuiguan.bat" >nul
"%TARGET%\Scripts\kb" --version
echo Installed. Double-click shuiguan on the desktop, or run "%TARGET%\start.bat"
if "%~1"=="" pause
